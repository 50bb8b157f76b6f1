// The reader's last searches: kept when they ask for it, in this browser and nowhere else, among their other choices (site.js).

import { make, searchLink } from "./results.js";

const KEY = "pejlemaerker";
const MOST = 8;

function choices() {
  try { return JSON.parse(localStorage.getItem(KEY)) ?? {}; } catch { return {}; }
}

function write(searches) {
  const all = { ...choices(), searches };
  try {
    if (Object.values(all).some(Boolean)) localStorage.setItem(KEY, JSON.stringify(all)); else localStorage.removeItem(KEY);
  } catch { /* storage is refused: nothing is kept */ }
}

// What was searched for, the newest first; undefined where the reader has not asked for it.
export function kept() {
  const { searches } = choices();
  return Array.isArray(searches) ? searches.filter((one) => typeof one === "string") : undefined;
}

export function keep(query) {
  const before = kept();
  if (before && query) write([query, ...before.filter((one) => one !== query)].slice(0, MOST));
}

export const forget = () => { if (kept()) write([]); };

export const links = (form) => (kept() ?? []).map((one) => make("li", searchLink(form, one)));

// The part of the page of the search where the reader chooses.
export function start(part, form) {
  const [box, list, button, status] = ["[data-remember]", "[data-last]", "[data-forget]", "[data-forgotten]"].map((one) => part.querySelector(one));

  function show() {
    list.replaceChildren(...links(form));
    box.checked = Boolean(kept());
    list.hidden = button.hidden = !list.children.length;
  }

  box.addEventListener("change", () => {
    write(box.checked ? [] : undefined);
    keep(form.q.value.trim()); // what is being searched for now
    const { forgotten, refused } = status.dataset;
    if (box.checked) status.textContent = kept() ? "" : refused; else status.textContent = forgotten;
    show();
  });
  button.addEventListener("click", () => {
    forget();
    status.textContent = status.dataset.forgotten;
    box.focus(); // the button goes away
    show();
  });
  document.addEventListener("reset", () => setTimeout(show)); // all choices are deleted
  addEventListener("storage", show); // another tab
  show();
  box.disabled = false; // from now on a choice is kept
  return show;
}
