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

// All that stands before the button, for what stands below a heading belongs to its statement. No twin beside it does.
function wordsOf(button) {
  const range = document.createRange();
  range.setStartBefore(document.getElementById(button.value));
  range.setEndBefore(button);
  const part = range.cloneContents();
  for (const one of part.querySelectorAll(".twin")) one.remove();
  const blocks = [...part.childNodes].map(({ textContent }) => textContent.replace(/\u00ad/g, "").replace(/\s+/g, " ").trim());
  return blocks.filter(Boolean).join(" – ");
}

function listen(told, copy) {
  document.addEventListener("click", (event) => {
    if (event.target !== last) return;
    event.stopPropagation(); // the button's own
    rest();
    const { share, quote } = told.dataset;
    const said = { text: wordsOf(event.target), address: new URL(`${share}${event.target.value}/`, location).href };
    copy(quote.replace(/{(text|address)}/g, (_, name) => said[name]), told, "quoted");
  }, true);
  for (const type of ["pointerdown", "focusin"]) {
    document.addEventListener(type, ({ target }) => { if (target !== last) rest(); });
  }
}

export function start(button, told, copy) {
  if (last === undefined) listen(told, copy);
  rest();
  [last, link] = [button, button.textContent];
  say(button, told.dataset.quoting);
  if (told.textContent) told.textContent += ` ${told.dataset.again}`; // it may have been put away
  // What is told lies over the foot of the window, and is not to lie over the button.
  const over = button.getBoundingClientRect().bottom - told.getBoundingClientRect().top;
  if (told.textContent && over > 0) scrollBy(0, over + 8);
}
