// Keeps the statement you are at when you switch language: a statement's id is the same in every language.
(() => {
  const group = document.querySelector("[data-statements]");
  if (!group) return;
  const ids = group.dataset.statements.split(" ").filter(Boolean);
  const lineOfReading = () => window.innerHeight / 3;

  // The one the address names, while it is in view; else the last one that has passed the upper third of the window.
  function current() {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (named && ids.includes(named.id)) {
      const box = named.getBoundingClientRect();
      if (box.bottom > 0 && box.top < window.innerHeight) return named.id;
    }
    if (window.scrollY === 0) return "";
    const passed = ids.filter((id) => document.getElementById(id)?.getBoundingClientRect().top < lineOfReading());
    return passed.at(-1) ?? "";
  }

  function update(event) {
    const link = event.target.closest("a[hreflang]");
    if (link) link.hash = current();
  }

  // Before any way of following a link: click, middle click, "open in new tab", Enter.
  for (const type of ["pointerdown", "focusin", "click", "contextmenu"]) group.addEventListener(type, update);
})();
