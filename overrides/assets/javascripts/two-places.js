// Lays what two places say side by side, kind by kind. Which two stands behind the # of the address.

import { fetchPage } from "./fetch-page.js";

const element = (name, ...content) => {
  const made = document.createElement(name);
  made.append(...content);
  return made;
};

// What one place says of a kind: its section without the heading, and with whole addresses.
function column(name, section) {
  const made = element("section", element("h3", name));
  if (!section) made.append(element("p", "–"));
  else {
    for (const link of section.querySelectorAll("a")) link.href = link.href;
    for (const heading of section.querySelectorAll("h3")) {
      const made = element("h4", ...heading.childNodes);
      for (const { name, value } of heading.attributes) made.setAttribute(name, value); // its language, if that is another
      heading.replaceWith(made);
    }
    made.append(...[...section.children].filter((one) => one.nodeName !== "H2"));
  }
  return made;
}

export function start(form) {
  const status = form.querySelector("[role=status]");
  const result = document.querySelector("[data-two-result]");
  const chosen = () => ["a", "b"].map((name) => form.elements[name].selectedOptions[0]);
  const { slow } = document.querySelector(".help").dataset;
  let latest;

  // What is chosen last holds, also if something that was chosen before comes after it.
  async function show() {
    const mine = latest = {};
    const wanted = new URLSearchParams(location.hash.slice(1));
    for (const name of ["a", "b"]) form.elements[name].value = wanted.get(name) ?? "";
    result.hidden = true;
    for (const old of result.querySelectorAll(".kind")) old.remove();
    if (!wanted.has("a") || !wanted.has("b")) { status.textContent = ""; return; }
    const options = chosen();
    if (options.some((option) => !option?.value)) { status.textContent = form.dataset.unknown; return; }
    if (options[0].value === options[1].value) { status.textContent = form.dataset.same; return; }
    const [a, b] = options.map((option) => option.textContent);
    status.textContent = slow;
    const pages = await Promise.all(options.map((option) => fetchPage(option.dataset.url, "[data-kind]"))).catch(() => undefined);
    if (mine !== latest) return;
    if (!pages) { status.textContent = form.dataset.failed; return; }
    const kinds = form.dataset.kinds.split(" ").map((kind) => pages.map((page) => page.querySelector(`[data-kind="${kind}"]`)));
    const both = ([one, other]) => Number(Boolean(one && other));
    // What both speak of comes first.
    for (const sections of kinds.filter(([one, other]) => one || other).sort((x, y) => both(y) - both(x))) {
      const heading = sections.find(Boolean).querySelector("h2").textContent;
      const row = element("div", column(a, sections[0]), column(b, sections[1]));
      row.className = "columns";
      const part = element("section", element("h2", heading), row);
      part.className = "kind";
      result.append(part);
    }
    result.hidden = false;
    status.textContent = form.dataset.shown.replace("{a}", a).replace("{b}", b);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [a, b] = chosen().map((option) => option.value);
    const hash = `#${new URLSearchParams({ a, b })}`;
    if (hash === location.hash) show(); else location.hash = hash;
  });
  addEventListener("hashchange", show);
  show();
}
