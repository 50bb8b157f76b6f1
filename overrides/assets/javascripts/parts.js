// What only a script shows and so stands in no page: from one document for each language, fetched once.

import { fetchPage } from "./fetch-page.js";

let parts;

export async function part(name) {
  const { lang } = document.documentElement;
  parts ??= fetchPage(new URL(`parts-${lang}.txt`, import.meta.url), "[data-part]").catch((error) => { parts = undefined; throw error; });
  return document.importNode((await parts).querySelector(`[data-part=${name}]`), true);
}
