// QualWeb, the tool of the Danish inspectors: asked {browser, flags, addresses, viewport},
// answers [{address, rule, elements}], one for each ACT rule that an address fails.
import { answer, asked } from "./talk.mjs";
import { createRequire } from "node:module";
import puppeteer from "puppeteer";

// The packages of QualWeb can be required and not imported.
const require = createRequire(import.meta.url);
const { ACTRules } = require("@qualweb/act-rules");
const { PluginManager, QualwebPage } = require("@qualweb/core/lib");

/** A page that is inspected when QualWeb's scripts are in it; QualWeb itself adds them without waiting. */
class Page extends QualwebPage {
  async getTestingData(options) {
    const data = await super.getTestingData(options);
    await this.scripts;
    return data;
  }

  addNecessaryScripts() {
    this.scripts = super.addNecessaryScripts();
    return this.scripts;
  }
}

// QualWeb's own manager takes a new context for every page and a handle for every element, to count them:
// twice the work for the same answer. One tab goes from page to page here.
const browser = await puppeteer.launch({ executablePath: asked.browser, args: asked.flags });
const found = [];
try {
  const tab = await browser.newPage();
  for (const address of asked.addresses) {
    found.push(...failures(address, await inspect(tab, address)));
  }
} finally {
  await browser.close();
}
answer(found);

async function inspect(tab, address) {
  const page = new Page(new PluginManager(), tab, address);
  const data = await page.getTestingData({ viewport: { mobile: false, resolution: asked.viewport } });
  const report = await new ACTRules({}).execute(page, "en", data);
  // Nothing fails on a page that was not seen, and no rule passes there.
  if (!report.metadata.passed) {
    throw new Error(`QualWeb could not inspect ${address}`);
  }
  return report;
}

function failures(address, { assertions }) {
  return Object.values(assertions)
    .filter(({ metadata }) => metadata.outcome === "failed")
    .map(({ code, name, results }) => ({ address, rule: `${code} ${name}`, elements: elements(results) }));
}

function elements(results) {
  return results
    .filter(({ verdict }) => verdict === "failed")
    .flatMap(({ elements }) => elements ?? [])
    .map(({ htmlCode, pointer }) => htmlCode ?? pointer ?? "");
}
