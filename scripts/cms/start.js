import { init } from "./sveltia/npm/index.js";

// Sveltia writes hints and labels as HTML without saying so. Scripts in them are stopped by the policy all the same,
// and what makes a script of text, or loads one from an address made of text, stays closed.
globalThis.trustedTypes?.createPolicy("default", { createHTML: (text) => text });

// Sveltia's own words are in the first of the browser's languages that it knows; so are those of the form.
const language = navigator.languages.find((one) => /^(da|en)\b/.test(one));
if (language?.startsWith("da")) document.querySelector("[rel=cms-config-url]").href = "config.da.yml";

init();
