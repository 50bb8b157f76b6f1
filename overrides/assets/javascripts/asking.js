// Asks the engine, for the page of the search and for the panel below the field. The engine is opened with the first question.

import { FILTERS, open } from "./search-engine.js";

const LONGEST = 200; // characters: who pastes a whole page finds what its beginning finds

// What is asked in `field`. Signs that are not seen come with what is copied, and letters that are written as one: the fi of a PDF.
export const asked = (field) => field.value.normalize("NFKC").replace(/\p{Cf}/gu, "").trim().slice(0, LONGEST);

export const PATIENCE = 20; // milliseconds to wait for another letter

export const SLOW = 500; // milliseconds after which somebody wonders whether anything is done

// Where a search for `query` stands: behind the # of the address, which no browser sends to a web server.
export const addressOf = (form, query, filters = {}) => `${form.action}#${new URLSearchParams({ q: query, ...filters })}`;

// Gives a function that asks. What it gives is undefined when somebody has asked anew meanwhile, or nothing was asked.
export function asking(form) {
  const own = document.documentElement.lang;
  const index = (code) => new URL(`${form.dataset.index}${code}/`, location.href).href;
  const codes = [...document.querySelectorAll(".languages a")].map((one) => one.lang).filter((code) => code !== own);
  const root = new URL("../../", new URL(form.dataset.index, location.href));
  let opened;
  let turn = 0;

  function engine() {
    opened ??= open(index(own), own, Object.fromEntries(codes.map((code) => [code, index(code)])));
    opened.catch(() => { opened = undefined; }); // the next question tries again
    return opened;
  }

  async function find(query, filters, limit) {
    const { search, says } = await engine();
    const found = await search(query, filters, limit);
    const kept = FILTERS.flatMap((name) => found.choices[name].filter(({ chosen }) => chosen).map(({ id }) => [name, id]));
    return { ...found, query, filters: Object.fromEntries(kept), says, own, root };
  }

  // A new release brings another index, and the files of the one that is open are gone: the new one is opened. Without a connection
  // it can't be, and the old one goes on finding what it has fetched.
  const findAnew = (...asked) => {
    const former = opened;
    opened = undefined;
    return find(...asked).catch((error) => { opened = former ?? opened; throw error; });
  };

  async function ask(query, filters, limit) {
    const mine = ++turn;
    if (!query) return undefined;
    try {
      const found = await find(query, filters, limit).catch(() => mine === turn && findAnew(query, filters, limit));
      return mine === turn ? found : undefined;
    } catch (error) {
      if (mine === turn) throw error;
      return undefined;
    }
  }

  return Object.assign(ask, { says: async () => (await engine()).says });
}
