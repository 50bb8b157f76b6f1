// QualWeb, the tool of the Danish inspectors: asked {browser, flags, addresses, viewport},
// answers [{address, module, rule, elements}], one for each rule that an address fails.
import { answer, asked } from "./talk.mjs";
import { createRequire } from "node:module";

// The packages of QualWeb can be required and not imported.
const require = createRequire(import.meta.url);
const { ACTRules } = require("@qualweb/act-rules");
const { BestPractices } = require("@qualweb/best-practices");
const { QualWeb } = require("@qualweb/core");
const { WCAGTechniques } = require("@qualweb/wcag-techniques");

const ATTEMPTS = 3;

// QualWeb adds its scripts to a page without waiting for them. On a busy machine one may come too late: that page
// then has no report, and is inspected once more.
process.on("unhandledRejection", (error) => console.error(error.message));

const qualweb = new QualWeb({});
await qualweb.start({ maxConcurrency: 2 }, { executablePath: asked.browser, args: asked.flags });
let reports;
try {
  reports = await inspect(asked.addresses, ATTEMPTS);
} finally {
  await qualweb.stop();
}
answer(Object.entries(reports).flatMap(([address, { modules }]) => failures(address, modules)));

async function inspect(addresses, attempts) {
  if (!attempts) {
    throw new Error(`QualWeb could not inspect ${addresses.join(", ")}`);
  }
  const found = await qualweb.evaluate({
    urls: addresses,
    viewport: { mobile: false, resolution: asked.viewport },
    modules: [new ACTRules({}), new WCAGTechniques({}), new BestPractices({})],
    log: { console: true },
  });
  // Nothing fails on a page that was not seen, and no rule passes there.
  const seen = Object.entries(found).filter(([, { modules }]) => modules["act-rules"]?.metadata.passed);
  const reports = Object.fromEntries(seen);
  const missing = addresses.filter((address) => !(address in reports));
  return missing.length ? { ...reports, ...(await inspect(missing, attempts - 1)) } : reports;
}

function failures(address, modules) {
  return Object.entries(modules).flatMap(([module, { assertions }]) =>
    Object.values(assertions)
      .filter(({ metadata }) => metadata.outcome === "failed")
      .map(({ code, name, results }) => ({ address, module, rule: `${code} ${name}`, elements: elements(results) })),
  );
}

function elements(results) {
  return results
    .filter(({ verdict }) => verdict === "failed")
    .flatMap(({ elements }) => elements ?? [])
    .map(({ htmlCode, pointer }) => htmlCode ?? pointer ?? "");
}
