// How far the reader has come on a reading path, and what they think: kept in this browser and nowhere else.

const KEY = "pejlemaerker-laeserute";

// What the browser refuses to keep holds for this page.
let held;

function kept() {
  if (held) return held;
  try { return { ...JSON.parse(localStorage.getItem(KEY)) }; } catch { return {}; }
}

function keep(all) {
  try {
    if (Object.keys(all).length) localStorage.setItem(KEY, JSON.stringify(all)); else localStorage.removeItem(KEY);
    held = undefined;
  } catch { held = all; }
}

// Swedish writes a day as ISO 8601 does.
const today = () => new Date().toLocaleDateString("sv");

const written = (day) => new Date(`${day}T12:00`).toLocaleDateString(document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang, { dateStyle: "long" });

export function start(container) {
  const place = container.dataset.path;
  const steps = [...container.querySelectorAll("[data-step]")];
  const count = container.querySelector("[data-count]");
  const [visit] = performance.getEntriesByType("navigation"); // some browsers do not tell

  // Nothing is kept of a step that is neither read nor thought about.
  function set(step, change) {
    const all = kept();
    const mine = { ...all[place]?.[step], ...change };
    for (const name of Object.keys(mine)) if (!mine[name]) delete mine[name];
    all[place] = { ...all[place], [step]: mine };
    if (!Object.keys(mine).length) delete all[place][step];
    if (!Object.keys(all[place]).length) delete all[place];
    keep(all);
  }

  function show() {
    const mine = kept()[place] ?? {};
    for (const part of steps) {
      const { read, thoughts = "" } = mine[part.dataset.step] ?? {};
      const [box, text, when] = ["input", "textarea", "[data-read-on]"].map((one) => part.querySelector(one));
      if (box) box.checked = Boolean(read);
      // Also while it has the focus: another tab has been written in later.
      if (text && text.value !== thoughts) text.value = thoughts;
      if (when) when.textContent = read ? container.dataset.read.replace("{date}", written(read)) : "";
    }
    for (const one of container.querySelectorAll("[data-not-kept]")) one.hidden = !held;
    if (!count) return;
    const read = steps.filter((part) => mine[part.dataset.step]?.read).length;
    count.textContent = count.dataset.count.replace("{read}", read).replace("{steps}", steps.length);
  }

  // What the reader has ticked or written before this script was there. Ticks of a page that is gone back to or loaded anew are the
  // browser's memory of it: what has been taken back or deleted since would return.
  function keepEarly(part) {
    const { step } = part.dataset;
    const [read, thoughts] = [visit?.type === "navigate" && part.querySelector("input")?.checked, part.querySelector("textarea")?.value];
    if (read && !kept()[place]?.[step]?.read) set(step, { read: today() });
    if (thoughts) set(step, { thoughts });
  }

  for (const part of steps) {
    const { step } = part.dataset;
    part.querySelector("input")?.addEventListener("change", ({ target }) => {
      set(step, { read: target.checked ? today() : "" });
      show();
    });
    part.querySelector("textarea")?.addEventListener("input", ({ target }) => {
      set(step, { thoughts: target.value });
      if (held) show();
    });
  }
  container.querySelector("[data-clear]")?.addEventListener("click", ({ target }) => {
    const all = kept();
    if (all[place] && !confirm(target.dataset.clear)) return;
    delete all[place];
    keep(all);
    show();
    count.textContent = count.dataset.cleared;
  });
  container.querySelector("[data-print]")?.addEventListener("click", () => print());
  // Paper does not scroll: what was written is shown whole.
  addEventListener("beforeprint", () => {
    for (const text of container.querySelectorAll("textarea")) text.style.height = `${Math.max(text.scrollHeight, text.offsetHeight)}px`;
  });
  addEventListener("afterprint", () => {
    for (const text of container.querySelectorAll("textarea")) text.style.height = ""; // it grows again with what is written
  });
  addEventListener("storage", show); // another tab
  for (const part of steps) keepEarly(part);
  show();
}
