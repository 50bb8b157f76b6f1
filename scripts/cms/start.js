import { init } from "./sveltia/npm/index.js";

// Sveltia writes hints and labels as HTML without saying so. Scripts in them are stopped by the policy all the same,
// and what makes a script of text, or loads one from an address made of text, stays closed.
globalThis.trustedTypes?.createPolicy("default", { createHTML: (text) => text });

init();
