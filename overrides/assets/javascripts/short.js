// A short address goes on in the language chosen last, or the site's first.

const KEY = "pejlemaerker"; // site.js writes what the reader has chosen

function stored() {
  try { return JSON.parse(localStorage.getItem(KEY)) ?? {}; } catch { return {}; }
}

const links = [...document.querySelectorAll("main a")];
const link = links.find((one) => one.hreflang === stored().language) ?? links[0];
if (link) location.replace(link.href);
