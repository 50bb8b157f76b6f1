// Puts each block of a page beside its twin from the page in the other language, and takes it away again.

import { fetchPage } from "./fetch-page.js";

const headings = /^H[1-6]$/;
const lists = /^[UO]L$/;
const article = document.querySelector("[data-statements]");
const ids = new Set(article.dataset.statements.split(" "));

const statementIn = (block) => [block, ...block.querySelectorAll("[id]")].find((one) => ids.has(one.id))?.id;

// Blocks by what pairs them: the statement they hold, or how far they stand from the one before.
function keyed(parent) {
  let [last, steps] = ["", 0];
  const blocks = [...parent.children].filter((one) => !one.matches("button, .awaiting"));
  return new Map(blocks.map((block) => {
    const id = statementIn(block);
    [last, steps] = id ? [id, 0] : [last, steps + 1];
    return [id ?? `${last} ${steps}`, block];
  }));
}

function copyOf(block, language) {
  const twin = block.cloneNode(true);
  // The note below it, that its text has changed since.
  const [note] = [block.nextElementSibling].filter((next) => next?.matches(".awaiting")).map((next) => next.cloneNode(true));
  for (const one of [twin, ...twin.querySelectorAll("*"), ...note?.querySelectorAll("*") ?? []]) {
    one.removeAttribute("id");
    if (one.href) one.href = one.href; // whole, because it was written for another page
  }
  for (const button of twin.querySelectorAll(".copy-link")) button.remove();
  for (const button of twin.querySelectorAll("button")) button.replaceWith(...button.childNodes);
  const cell = document.createElement("div");
  cell.className = "twin";
  cell.lang = language;
  cell.dir = "auto";
  // An item is no item outside its list, and a second heading would stand in the page's outline.
  if (twin.matches("li") || headings.test(twin.nodeName)) {
    const text = document.createElement(headings.test(twin.nodeName) ? "p" : "div");
    text.append(...twin.childNodes);
    text.className = twin.nodeName.toLowerCase();
    cell.append(text);
  } else cell.append(twin);
  if (note) cell.append(note);
  return cell;
}

function pairUp(parent, twinParent, language) {
  const twins = keyed(twinParent);
  for (const [key, block] of keyed(parent)) {
    const twin = twins.get(key);
    if (!twin) continue;
    if (lists.test(block.nodeName) && lists.test(twin.nodeName)) {
      pairUp(block, twin, language);
      continue;
    }
    const frame = document.createElement("div");
    frame.className = "pair";
    if (block.matches("li")) {
      const own = document.createElement("div");
      own.append(...block.childNodes);
      frame.append(own, copyOf(twin, language));
      block.append(frame);
    } else {
      block.before(frame);
      frame.append(block, copyOf(twin, language));
    }
  }
}

// What is being read stays where it is, although what stands above it gets longer or shorter: what the address names, else the first in view.
function steadily(change) {
  const top = (one) => one.getBoundingClientRect().top;
  const inView = (one) => top(one) >= 0 && top(one) < innerHeight;
  const [seen] = [...article.querySelectorAll(":target"), ...[...ids].map((id) => document.getElementById(id))].filter((one) => one && inView(one));
  const before = seen && top(article) < 0 ? top(seen) : undefined;
  change();
  if (before !== undefined) scrollBy({ top: top(seen) - before, behavior: "instant" });
}

// What stood there stands there again.
function hide() {
  for (const frame of [...article.querySelectorAll(".pair")]) {
    const inItem = frame.parentElement.matches("li");
    const own = frame.firstElementChild;
    frame.replaceWith(...(inItem ? own.childNodes : [own]));
  }
}

let latest;

// Shows the page with its twin in the language `code` beside it, or alone without one. What is chosen last holds, also if something
// that was chosen before comes after it.
export async function start(views, code) {
  const mine = latest = {};
  const buttons = [...views.querySelectorAll("[data-both]")];
  const chosen = code && (buttons.find(({ dataset }) => dataset.both === code) ?? buttons[0]);
  if (buttons.every((button) => (button === chosen) === (button.ariaPressed === "true"))) return;
  const address = chosen && views.querySelector(`[hreflang="${chosen.dataset.both}"]`).href;
  const page = address && await fetchPage(address, "[data-statements]");
  if (mine !== latest) return;
  steadily(() => {
    hide();
    if (page) pairUp(article, page.querySelector("[data-statements]"), page.documentElement.lang);
  });
  for (const button of buttons) button.ariaPressed = button === chosen;
  views.querySelector(`[hreflang="${document.documentElement.lang}"]`).ariaCurrent = page ? null : "true";
  article.dispatchEvent(new Event("moved")); // to who reads it aloud
}
