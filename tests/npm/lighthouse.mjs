// Lighthouse with its own defaults, which are a slow phone: asked {browser, flags, addresses},
// answers {address: {scores: {category: 0-100}, shift, faults: [{category, rule, elements}]}}.
import { answer, asked } from "./talk.mjs";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const chrome = await launch({ chromePath: asked.browser, chromeFlags: ["--headless=new", ...asked.flags] });
const found = {};
try {
  for (const address of asked.addresses) {
    found[address] = figures(await inspect(address));
  }
} finally {
  chrome.kill();
}
answer(found);

/** On a machine that does much else Lighthouse may miss how a page begins to load, or an audit breaks: it is run again. */
async function inspect(address, runs = 3) {
  const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "error", locale: "en" });
  const broken = Object.values(lhr.audits).some(({ scoreDisplayMode }) => scoreDisplayMode === "error");
  if (runs > 1 && (lhr.runtimeError || broken)) {
    return inspect(address, runs - 1);
  }
  if (lhr.runtimeError) {
    throw new Error(`Lighthouse at ${address}: ${lhr.runtimeError.message}`);
  }
  return lhr;
}

function figures({ audits, categories }) {
  const all = Object.values(categories);
  return {
    // No score means that an audit broke: that is not 100 either.
    scores: Object.fromEntries(all.map(({ id, score }) => [id, Math.round((score ?? 0) * 100)])),
    shift: audits["cumulative-layout-shift"].numericValue,
    faults: all.flatMap((category) => faults(category, audits)),
  };
}

/** The audits that take points from a category: weighed, and below full marks. */
function faults(category, audits) {
  return category.auditRefs
    .filter(({ weight }) => weight > 0)
    .map(({ id }) => audits[id])
    .filter(({ score, scoreDisplayMode }) => score !== 1 && !["notApplicable", "manual"].includes(scoreDisplayMode))
    .map((audit) => ({
      category: category.id,
      rule: ["id", "title", "displayValue", "explanation", "errorMessage"]
        .map((key) => audit[key])
        .filter(Boolean)
        .join(" "),
      elements: (audit.details?.items ?? []).map(element).filter(Boolean),
    }));
}

function element(item) {
  return item.node?.snippet ?? item.description ?? item.url ?? item.reason ?? item.message ?? "";
}
