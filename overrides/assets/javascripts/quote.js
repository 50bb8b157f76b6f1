// A statement as a quotation: its words, whose they are, the document, its date and the short address. The button that has just copied
// the address says that it copies this now, and does until somebody goes elsewhere.

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

// The words of each block of `range`, without the twin beside it.
function read(range) {
  const part = range.cloneContents();
  for (const one of part.querySelectorAll(".twin, .copy-link")) one.remove();
  const blocks = [...part.childNodes].map(({ textContent }) => textContent.replace(/\u00ad/g, "").replace(/\s+/g, " ").trim());
  return blocks.filter(Boolean);
}

// The sentence that opens the list that a statement stands in ("The values are:"), as waymarks/source.py has it.
function opening(statement) {
  const before = statement.closest(":is(ul, ol):not(li *)")?.previousElementSibling;
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
    if (event.target !== last) return;
    event.stopPropagation(); // the button's own
    rest();
    const said = { text: wordsOf(event.target), address: addressOf(event.target) };
    copy(told.dataset.quote.replace(/{(text|address)}/g, (_, name) => said[name]), told, "quoted");
  }, true);
  for (const type of ["pointerdown", "focusin"]) {
    document.addEventListener(type, ({ target }) => { if (target !== last) rest(); });
  }
}

export function start(button, told, copy, addressOf) {
  if (last === undefined) listen(told, copy, addressOf);
  rest();
  [last, link] = [button, button.textContent];
  say(button, told.dataset.quoting);
  if (told.textContent) told.textContent += ` ${told.dataset.again}`; // it may have been put away
  // What is told lies over the foot of the window, and is not to lie over the button.
  const over = button.getBoundingClientRect().bottom - told.getBoundingClientRect().top;
  if (told.textContent && over > 0) scrollBy(0, over + 8);
}
