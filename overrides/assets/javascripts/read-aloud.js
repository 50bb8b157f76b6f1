// Reads the page or a statement aloud, sentence by sentence, and marks the sentence that is read.
// site.js fetches this file only where the device has a voice for the page's language.

import { part as fetchPart } from "./parts.js";

const SILENT = "button:not(.term), select, input, textarea, script, style, [hidden], [aria-hidden=true], details:not([open]) > :not(summary)";
const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, dt, dd, td, th, caption, summary, blockquote, pre, div, section, aside, article";
const FIRST_WORDS = 8; // as many as it takes to tell one statement from the next

const page = document.documentElement;
const segmenter = globalThis.Intl?.Segmenter && new Intl.Segmenter(page.lang, { granularity: "sentence" });
const isHeading = (node) => /^H[1-6]$/.test(node.nodeName);
const isSilent = (node) => node.matches && (node.matches(SILENT) || getComputedStyle(node).display === "none");

// The text as runs: as much as stands in one block and is read by one voice.
function runs(article, voiceOf) {
  // What stands beside the text in another language says the same: it is left out where nobody could say it properly.
  const isMute = (node) => isSilent(node) || (node.className === "twin" && !voiceOf(node.lang));
  const filter = (node) => isMute(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, filter);
  const found = [];
  let run;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeName === "BR") run = undefined;
    if (node.nodeType !== Node.TEXT_NODE) continue;
    const block = node.parentElement.closest(BLOCKS);
    const voice = voiceOf(node.parentElement.closest("[lang]").lang) ?? voiceOf(page.lang);
    if (run?.block !== block || run.voice.voiceURI !== voice.voiceURI) found.push(run = { block, voice, text: "", pieces: [] });
    run.pieces.push({ node, start: run.text.length });
    run.text += node.data;
  }
  return found;
}

// "1. Respekt", "kl. 8" and "nr. 5": a full stop and a space that do not end a sentence.
const goesOn = (before, after) => /^\P{L}*\p{L}?\.\s*$/u.test(before) || (/\p{L}\.\s*$/u.test(before) && /^\d/.test(after));

function cut(text) {
  if (!segmenter) return [text];
  const parts = [""];
  // Spaces for line breaks, because the segmenter ends a sentence at the end of a line.
  for (const { segment } of segmenter.segment(text.replace(/\s/g, " "))) {
    if (goesOn(parts[parts.length - 1], segment)) parts.push(parts.pop() + segment);
    else parts.push(segment);
  }
  return parts;
}

function sentences(article, voiceOf) {
  return runs(article, voiceOf).flatMap(({ block, voice, text, pieces }) => {
    let next = 0;
    return cut(text).flatMap((part) => {
      const [start, end] = [next + part.search(/\S|$/), next + part.trimEnd().length];
      next += part.length;
      if (!/[\p{L}\p{N}]/u.test(part)) return []; // nothing to say
      const first = pieces.filter((piece) => piece.start <= start).pop();
      const last = pieces.filter((piece) => piece.start < end).pop();
      const range = new Range();
      range.setStart(first.node, start - first.start);
      range.setEnd(last.node, end - last.start);
      // A soft hyphen is for the eye; some voices stumble over it.
      const { startContainer: node, startOffset: offset } = range; // it collapses when the text is moved
      return [{ block, voice, range, node, offset, text: part.replace(/\u00AD/g, "").replace(/\s+/g, " ").trim() }];
    });
  });
}

// The note at a statement whose text has changed since it was translated: it is read with the page, not with the statement.
const isNote = ({ startContainer }) => startContainer.parentElement.closest(".awaiting");

// A statement with its twin, where that stands beside it (both.js); an item has it inside.
const framed = (statement) => statement.parentElement.className === "pair" ? statement.parentElement : statement;

// A heading covers what follows it, until the next heading of its level or above, or the next statement.
function extent(statement, article, ids) {
  const range = new Range();
  range.selectNode(framed(statement));
  if (!isHeading(statement)) return range;
  const follows = (node) => statement.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
  const ends = (node) => ids.includes(node.id) || (isHeading(node) && node.nodeName <= statement.nodeName);
  const next = [...article.querySelectorAll("*")].find((node) => follows(node) && ends(node));
  if (next) range.setEndBefore(next); else range.setEndAfter(article.lastChild);
  return range;
}

function mark(sentence) {
  document.querySelector(".is-read")?.classList.remove("is-read");
  if (!globalThis.Highlight || !CSS.highlights) sentence?.block.classList.add("is-read");
  else if (sentence) CSS.highlights.set("reading", new Highlight(sentence.range));
  else CSS.highlights.delete("reading");
}

function bringIntoView(range, bar) {
  const { top, bottom } = range.getBoundingClientRect();
  const covered = Math.max(0, bar.getBoundingClientRect().bottom); // the bar sticks to the top of the window
  if (top >= covered && bottom <= innerHeight) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollBy({ top: top - Math.max(covered, innerHeight / 3), behavior: calm ? "instant" : "smooth" });
}

// `localVoice(language)` gives another language's voice on this device, or nothing; `stored()` what the reader has chosen,
// and `choose(name, value)` keeps it.
export async function start(article, voice, localVoice, stored, choose) {
  const container = await fetchPart("read-aloud");
  article.before(container);
  const ids = (article.dataset.statements ?? "").split(" ").filter((id) => document.getElementById(id));
  const speed = container.querySelector("select");
  const toggle = container.querySelector("[data-action=statements]");
  const stopWord = container.querySelector("[data-action=stop]").textContent;
  const buttons = new Map(); // from a statement's button to the statement and its first words
  let find; // what is to be read, as it stands on the page now
  let queue = [];
  let utterance; // held here, because some browsers collect it as garbage and never tell its end
  let pressed; // the button of the statement that is being read

  const text = () => sentences(article, (language) => language === page.lang ? voice : localVoice(language));

  function textOf(statement) {
    const whole = extent(statement, article, ids);
    return text().filter(({ range }) => whole.isPointInRange(range.startContainer, range.startOffset) && !isNote(range));
  }

  function show(state) {
    const focused = document.activeElement;
    container.dataset.state = state;
    for (const part of container.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.includes(state);
    if (!ids.length) toggle.hidden = true;
    // A button that disappears under the reader's finger hands the focus on.
    const gone = container.contains(focused) && focused.closest("[hidden]");
    if (gone) container.querySelector("button:not([hidden])").focus({ preventScroll: true });
    for (const [button, { words }] of buttons) {
      button.textContent = button === pressed ? stopWord : container.dataset.word;
      button.setAttribute("aria-label", `${button.textContent}: ${words}`);
    }
  }

  function silence() {
    utterance = undefined; // first, because cancelling ends the utterance, and that must not start the next one
    speechSynthesis.cancel();
  }

  function speak() {
    const [sentence] = queue;
    if (!sentence) return stop();
    const mine = utterance = new SpeechSynthesisUtterance(sentence.text);
    // The voice's own language, so that no browser goes looking for another voice, which may be a remote one.
    Object.assign(mine, { voice: sentence.voice, lang: sentence.voice.lang, rate: Number(speed.value) });
    mine.addEventListener("end", () => { if (mine === utterance) { queue.shift(); speak(); } });
    mine.addEventListener("error", () => { if (mine === utterance) stop(); });
    turnTo(sentence);
    speechSynthesis.speak(mine);
  }

  function turnTo(sentence) {
    mark(sentence);
    bringIntoView(sentence.range, container);
  }

  function read(sought, button) {
    if (utterance) silence();
    [find, queue, pressed] = [sought, sought(), button];
    show("reading");
    speak();
  }

  function stop() {
    silence();
    [queue, pressed] = [[], undefined];
    mark();
    show("idle");
  }

  // The text has moved, twins have come or gone: what is being read goes on where it stands now, or with what comes next.
  function follow() {
    for (const [button, { statement }] of buttons) place(button, statement);
    const [sentence] = queue;
    if (!sentence) return;
    const left = queue.find(({ node }) => node.isConnected);
    const all = find();
    const at = all.findIndex(({ node, offset }) => node === left?.node && offset === left.offset);
    queue = at < 0 ? [] : all.slice(at);
    if (!queue.length) stop();
    else if (utterance && left !== sentence) { silence(); speak(); }
    else turnTo(queue[0]);
  }

  function place(button, statement) {
    // After a heading or paragraph, so that it is no part of its name; inside anything else, before a list in it.
    if (isHeading(statement) || statement.nodeName === "P") framed(statement).after(button);
    else statement.insertBefore(button, statement.querySelector(":scope > :is(ul, ol)"));
  }

  function addButton(statement, all) {
    const first = all.find(({ range }) => statement.contains(range.startContainer));
    if (!first) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "read-this";
    button.addEventListener("click", () => {
      if (button === pressed) stop(); else read(() => textOf(statement), button);
    });
    buttons.set(button, { statement, words: first.text.split(" ").slice(0, FIRST_WORDS).join(" ") });
    place(button, statement);
  }

  function switchButtons() {
    const on = toggle.getAttribute("aria-pressed") === "false";
    toggle.setAttribute("aria-pressed", on);
    for (const button of buttons.keys()) button.remove();
    buttons.clear();
    const all = text();
    if (on) for (const id of ids) addButton(document.getElementById(id), all);
    show("idle");
  }

  const actions = {
    page: () => read(text),
    // Not speechSynthesis.pause(): some phones ignore it or never resume. The sentence is read again from its start.
    pause: () => { silence(); show("paused"); },
    goOn: () => { show("reading"); speak(); },
    stop,
    statements: switchButtons,
  };
  container.addEventListener("click", ({ target }) => actions[target.dataset.action]?.());
  speed.addEventListener("change", () => choose("speed", speed.value));
  article.addEventListener("moved", follow);
  addEventListener("pagehide", stop); // some browsers read on after the page is gone
  const kept = stored().speed;
  if ([...speed.options].some(({ value }) => value === kept)) speed.value = kept;
  show("idle");
  container.hidden = false;
}
