// Applies what the reader has chosen, before the first paint. Nothing is stored until a choice is made (see site.js).
document.documentElement.classList.add("js");
try {
  const chosen = JSON.parse(localStorage.getItem("pejlemaerker") ?? "{}");
  for (const name of ["theme", "size", "lines", "width", "calm"]) {
    if (typeof chosen[name] === "string") document.documentElement.dataset[name] = chosen[name];
  }
} catch {
  // Storage is refused or holds something else: the page is shown as it is.
}
