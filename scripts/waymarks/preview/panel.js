// The preview's own part of a page, which no release has: follows the files, and shows what is wrong.

const own = document.querySelector("script[data-page]");
const events = new URL("events", own.src);
const DISMISSED = "preview-dismissed";

const made = (name, properties = {}, ...children) => {
  const one = Object.assign(document.createElement(name), properties);
  one.append(...children);
  return one;
};

const style = made("link", { rel: "stylesheet", href: new URL("panel.css", own.src).href });
document.head.append(style);

// It stands there from the start, since only what changes in a region that is there already is read aloud.
const said = made("p", { className: "preview-said", role: "status" });
let shown = null;

function close(panel) {
  sessionStorage.setItem(DISMISSED, JSON.stringify(panel));
  remove();
}

function remove() {
  const focused = shown?.contains(document.activeElement);
  shown?.remove();
  shown = null;
  document.documentElement.classList.remove("has-preview-panel");
  if (focused) document.querySelector("main")?.focus();
}

function group({ heading, lines, more }) {
  const points = lines.map((line) => made("li", { textContent: line, lang: "en" }));
  return [made("h3", { textContent: heading }), made("ul", {}, ...points), ...(more ? [made("p", { textContent: more })] : [])];
}

function show(panel) {
  const button = made("button", { type: "button", textContent: panel.close });
  button.addEventListener("click", () => close(panel));
  const title = made("h2", { id: "preview-heading", textContent: panel.heading });
  const parts = made("div", { className: "preview-parts", tabIndex: 0 }, ...panel.groups.flatMap(group));
  parts.setAttribute("role", "group");
  parts.setAttribute("aria-labelledby", title.id);
  shown = made("section", { className: "preview-panel", lang: panel.language }, made("header", {}, title, button), parts);
  shown.setAttribute("aria-labelledby", title.id);
  document.body.append(shown);
  document.documentElement.classList.add("has-preview-panel");
}

let last;
function renew(panel) {
  const now = JSON.stringify(panel);
  if (now === last) return;
  last = now;
  remove();
  const dismissed = now === sessionStorage.getItem(DISMISSED);
  if (!dismissed) sessionStorage.removeItem(DISMISSED);
  if (panel && !dismissed) show(panel);
  said.lang = panel?.language ?? "";
  said.textContent = panel ? [panel.heading, ...panel.groups.map(({ heading }) => heading)].join(". ") : "";
}

document.addEventListener("keydown", (event) => {
  const folded = document.activeElement.closest("details[data-menu][open]"); // which Escape is for, then
  if (event.key === "Escape" && shown && !folded) shown.querySelector("button").click();
});

// A browser has few connections to one host: a page that nobody sees does not keep one.
let source = null;
function listen() {
  source?.close();
  events.searchParams.set("page", decodeURIComponent(location.pathname));
  events.searchParams.set("place", location.hash.slice(1)); // which page is changed, at /redaktion/
  source = document.hidden ? null : new EventSource(events);
  source?.addEventListener("message", ({ data }) => {
    const { page, panel } = JSON.parse(data);
    if (page !== own.dataset.page) location.reload(); // the browser keeps the place that one has scrolled to
    else renew(panel);
  });
}

document.body.append(said);
document.addEventListener("visibilitychange", listen);
addEventListener("hashchange", listen);
addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", ({ persisted }) => { if (persisted) listen(); });
listen();
