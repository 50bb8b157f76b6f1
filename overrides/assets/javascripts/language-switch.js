// Keeps the statement you are at when you switch language: a statement's id is the same in every language.
(() => {
  const group = document.querySelector("[data-statements]");
  if (!group) return;
  const ids = group.dataset.statements.split(" ").filter(Boolean);
  const top = (id) => document.getElementById(id)?.getBoundingClientRect().top ?? Infinity;

  // The statement that the address names, while it is in view; else the first one below the header,
  // once reading has reached the first of all.
  function current() {
    const named = decodeURIComponent(location.hash.slice(1));
    if (ids.includes(named) && top(named) > 0 && top(named) < window.innerHeight) return named;
    const header = document.querySelector("header").getBoundingClientRect().bottom;
    const passed = ids.filter((id) => top(id) < header);
    const next = ids.find((id) => top(id) >= header);
    if (passed.length === 0 && top(ids[0]) > header * 2) return "";
    return next && top(next) < window.innerHeight / 2 ? next : passed.at(-1) ?? "";
  }

  // Before any way of following the link: click, middle click, "open in new tab", Enter.
  for (const type of ["pointerdown", "focusin", "click", "contextmenu"]) {
    group.addEventListener(type, (event) => {
      const link = event.target.closest("a");
      if (link) link.hash = current();
    });
  }
})();
