// Applies what the reader has chosen, before the first paint. Nothing is stored until a choice is made (see site.js).
const { classList, dataset } = document.documentElement;
classList.add("js");
// Where site.js does not come, the page is as it is without scripts: no button is shown that does nothing.
addEventListener("error", ({ target }) => { if (target.defer) classList.remove("js"); }, true);

function apply() {
  try {
    const chosen = JSON.parse(localStorage.getItem("pejlemaerker") ?? "{}");
    for (const name of ["theme", "size", "lines", "width", "calm"]) {
      if (typeof chosen[name] === "string") dataset[name] = chosen[name]; else delete dataset[name];
    }
  } catch {
    // Storage is refused or holds something else: the page is shown as it is.
  }
}

apply();
// What has been chosen in another tab, or on the page from which the reader goes back to this one.
onstorage = onpageshow = apply;

// The page is first shown when it has come as far as this element: what comes later would move what is seen already.
// Validators do not know such a link yet, and without scripts less stands above the text: so it is made here.
document.head.append(Object.assign(document.createElement("link"), { rel: "expect", blocking: "render", href: `#${document.currentScript.dataset.until}` }));
