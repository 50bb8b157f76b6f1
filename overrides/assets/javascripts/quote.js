// A statement as a quotation: its words, whose they are, the document, its date and the short address. The button that has just copied
// the address says that it copies this now, and does until somebody goes elsewhere.

const BESIDE = ".twin, .copy-link, .read-this, .awaiting";

let last, link;

// Its name goes on with the words of its statement.
function say(button, words) {
  button.ariaLabel = button.ariaLabel.replace(button.textContent, words);
  button.textContent = words;
}

function rest() {
  if (last) say(last, link);
  last = null;
}

// The words of each block of `range`, without what is none of the statement's own: the twin beside it, the buttons, and the note that
// its text has changed.
function read(range) {
  const part = range.cloneContents();
  for (const one of part.querySelectorAll(BESIDE)) one.remove();
  const blocks = [...part.childNodes].map(({ textContent }) => textContent.replace(/\u00ad/g, "").replace(/\s+/g, " ").trim());
  return blocks.filter(Boolean);
}

// The sentence that opens the list that a statement stands in ("The values are:"), as waymarks/source.py has it.
function opening(statement) {
  let before = statement.closest(":is(ul, ol):not(li *)")?.previousElementSibling;
  while (before?.matches(BESIDE)) before = before.previousElementSibling;
  if (!before) return "";
  const range = document.createRange();
  range.selectNode(before);
  const said = read(range).join(" ");
  return said.endsWith(":") ? `${said.replace(/^.*[.!?] /, "")} ` : "";
}

// All that stands before the button, for what stands below a heading belongs to its statement.
function wordsOf(button) {
  const range = document.createRange();
  const statement = document.getElementById(button.value);
  range.setStartBefore(statement);
  range.setEndBefore(button);
  return opening(statement) + read(range).join(" – ");
}

function listen(told, copy, addressOf) {
  document.addEventListener("click", (event) => {
    if (event.target !== last) { rest(); return; }
    event.stopPropagation(); // the button's own
    rest();
    const said = { text: wordsOf(event.target), address: addressOf(event.target) };
    copy(told.dataset.quote.replace(/{(text|address)}/g, (_, name) => said[name]), told, "quoted");
  }, true);
  // Not as soon as something is pressed: the button gets smaller, and what stands below it would move from under the press.
  document.addEventListener("focusin", ({ target }) => { if (target !== last && target.matches(":focus-visible")) rest(); });
}

export function start(button, told, copy, addressOf) {
  if (last === undefined) listen(told, copy, addressOf);
  rest();
  [last, link] = [button, button.textContent];
  say(button, told.dataset.quoting);
  // It may have been put away; and of two presses at once both come here.
  if (told.textContent && !told.textContent.endsWith(told.dataset.again)) told.textContent += ` ${told.dataset.again}`;
  // What is told lies over the foot of the window, and is not to lie over the button.
  const over = button.getBoundingClientRect().bottom - told.getBoundingClientRect().top;
  if (told.textContent && over > 0) scrollBy(0, over + 8);
}
