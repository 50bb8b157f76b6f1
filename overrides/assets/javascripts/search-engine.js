// Searches in the index of one language: finds the forms of each word, adds up the pages' scores, fetches the first texts.
// scripts/waymarks/search/ writes the index and explains its files. Nothing here knows the document.

const WORD = /[\p{L}\p{N}]+/gu;
const TOP = 100; // one more than the highest score of a word on a page

// How the parts of a score count beside each other. Found by measuring; scripts/decisions/search.md says how.
const SYNONYM = 0.9; // as against the word itself
const EXPLAINED = 0.7; // an entry of the glossary
const OTHER_SLIP = 0.8; // a word that is as near as the likeliest
const COVERED = 0.7; // how much a page loses that has not all the words
const TOGETHER = 0.3; // the words in one passage
const OWN = [0.7, 0.5]; // how much a page loses that repeats others: of its score, of the word as written
const NEAR = 0.1; // the word as it was written, where it stands on few pages
const FEW = 5;
const ALIKE = 0.03; // forms that differ no more than this are equally near

// One letter for every way of writing æ, ø and å, as waymarks/search/words.py has it.
export const fold = (text) => text.toLowerCase().normalize("NFD").replace(/[\u00ad\p{M}]/gu, "")
  .replace(/æ|ae/g, "a").replace(/ø|oe/g, "o").replace(/aa/g, "a");

const words = (text) => text.normalize("NFC").match(WORD) ?? [];

// How alike two forms are of a word whose beginning they share, up to 1; 0 where they are none.
function kinship(one, other, endings) {
  if (one === other) return 1;
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  for (let length = same; length >= 3; length--) {
    const rest = one.slice(length);
    // A consonant is written twice before an ending: prik, prikker.
    const twice = [one, other].map((form) => (form[length] === form[length - 1] ? form.slice(length + 1) : form.slice(length)));
    const fits = (endings.has(rest) && endings.has(other.slice(length))) || (length > 3 && endings.has(twice[0]) && endings.has(twice[1]));
    const difference = rest.length + other.length - length;
    if (fits && (length > 3 || difference < 3)) return Math.max(0.92 - 0.05 * difference, 0.4);
  }
  return 0;
}

// Letters to change, leave out, put in or swap; `limit` + 1 where it takes more.
function distance(one, other, limit) {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let [before, row] = [[], Array.from({ length: other.length + 1 }, (_, n) => n)];
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] !== other[j - 1]), swapped ? before[j - 2] + 1 : Infinity);
    }
    if (Math.min(...next) > limit) return limit + 1;
    [before, row] = [row, next];
  }
  return row[other.length];
}

// The last of the sorted `starts` that is not after `key`.
function place(starts, key) {
  let found = 0;
  while (found + 1 < starts.length && starts[found + 1] <= key) found++;
  return found;
}

// What a word of the query stands for: `weights` by page, `passages` by page and number, `forms` to be marked.
class Meaning {
  weights = new Map();
  passages = new Map();
  forms = new Set();
  near = [];

  add({ form, pages }, share) {
    this.forms.add(form);
    this.near.push({ share, pages: new Map(pages.map(([page, score, ...passages]) => [page, { score, passages }])) });
    for (const [page, score, ...passages] of pages) {
      // The share of a raw weight, which adds up, not of a score, which levels off.
      this.weights.set(page, (this.weights.get(page) ?? 0) + (share * score) / (TOP - score));
      const own = this.passages.get(page) ?? new Map();
      for (const one of passages) own.set(one, Math.max(own.get(one) ?? 0, share));
      this.passages.set(page, own);
    }
  }

  // Where the word stands as it was written, or, where it does so nowhere, in the forms that are nearest to it.
  nearest(index) {
    const most = Math.max(0, ...this.near.map(({ share }) => share));
    const found = new Map();
    for (const { share, pages } of this.near) {
      if (share < (most < 1 ? most - ALIKE : most)) continue;
      for (const [page, { score, passages }] of pages) {
        // The glossary explains every word, and themes quote them: neither has it of its own.
        const rank = Number(index.first.ranks[page]);
        if (rank < 7 || rank > 8 || (rank === 8 && passages.length)) found.set(page, Math.max(score, found.get(page) ?? 0));
      }
    }
    return found;
  }

  // The word stands in the glossary.
  explain([page, passage], share) {
    this.term = page;
    this.weights.set(page, (this.weights.get(page) ?? 0) + share * EXPLAINED);
    this.passages.set(page, new Map([[passage, 2 * share]]));
  }

  // What several words stand for together: only the pages that have them all.
  addAll(meanings, share) {
    const [first, ...others] = meanings;
    for (const [page, weight] of first.weights) {
      if (!others.every((one) => one.weights.has(page))) continue;
      const least = Math.min(weight, ...others.map((one) => one.weights.get(page)));
      this.weights.set(page, (this.weights.get(page) ?? 0) + share * least);
      const own = this.passages.get(page) ?? new Map();
      for (const one of meanings) {
        for (const [passage, value] of one.passages.get(page) ?? []) {
          own.set(passage, Math.max(own.get(passage) ?? 0, (share * value) / meanings.length));
        }
      }
      this.passages.set(page, own);
    }
    for (const one of meanings) for (const form of one.forms) this.forms.add(form);
  }
}

class Index {
  constructor(url, first) {
    Object.assign(this, { url, first, files: new Map() });
    this.endings = new Set(first.endings);
    this.stop = new Set(first.stop);
    this.pages = first.ranks.length;
    const column = (text) => text.split(" ").map((one) => (one === "-" ? [] : one.split(",")));
    this.of = Object.fromEntries(Object.entries(first.of).map(([name, text]) => [name, column(text)]));
    const above = Object.fromEntries(first.organisations.map(([id, , municipality]) => [id, municipality]));
    this.of.municipality = this.of.organisation.map((ids) => [...new Set(ids.map((id) => above[id]))]);
  }

  lines(name, number) {
    const file = `${name}-${number}.txt`;
    if (!this.files.has(file)) {
      const lines = fetch(`${this.url}${this.first.folder}/${file}`).then(async (answer) => {
        if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
        return (await answer.text()).split("\n");
      });
      lines.catch(() => this.files.delete(file)); // the next search tries again
      this.files.set(file, lines);
    }
    return this.files.get(file);
  }

  // The words of the index that begin with `start`.
  async beginning(start) {
    const starts = this.first.words;
    if (!starts.length) return [];
    const files = [];
    for (let n = place(starts, start); n <= place(starts, `${start}\uffff`); n++) files.push(this.lines("words", n));
    return (await Promise.all(files)).flat().filter((line) => line.startsWith(start)).map((line) => {
      const [form, ...pages] = line.split(" ");
      return { form, line: pages };
    });
  }

  read({ form, line }) {
    let page = 0;
    return {
      form,
      pages: line.map((one) => {
        const [gap, ...rest] = one.split(".").map((number) => Number.parseInt(number, 36));
        page += gap;
        return [page, ...rest];
      }),
    };
  }

  // The word itself and its other forms, each with how alike it is.
  async forms(word) {
    const all = await this.beginning(word.slice(0, Math.max(3, Math.min(5, word.length - 4))));
    return all.map((one) => ({ ...one, share: kinship(word, one.form, this.endings) })).filter((one) => one.share);
  }

  async meaning(word) {
    const found = new Meaning();
    for (const one of await this.forms(word)) found.add(this.read(one), one.share);
    return found;
  }

  async phrase(text) {
    const all = text.split(" ");
    const said = all.filter((word) => !this.stop.has(word));
    return Promise.all((said.length ? said : all).map((word) => this.meaning(word)));
  }

  // Words of the index that the word may be a slip of, the likeliest first.
  async alike(word, most = word.length > 9 ? 3 : word.length > 4 ? 2 : 1) {
    if (word.length < 4) return [];
    const starts = this.first.spellings;
    const from = Math.max(0, starts.findLastIndex((length) => length < word.length - most));
    const files = [];
    for (let n = from; n < starts.length && starts[n] <= word.length + most; n++) files.push(this.lines("spellings", n));
    const found = [];
    for (const line of (await Promise.all(files)).flat()) {
      const [form, pages, spelt] = line.split(" ");
      const steps = distance(word, form, most);
      if (steps > most) continue;
      const begins = form[0] === word[0] ? 0 : 0.4;
      found.push({ form, spelt: spelt ?? form, steps, cost: steps + begins - Math.log10(1 + Number(pages)) / 20 });
    }
    return found.sort((a, b) => a.cost - b.cost);
  }

  async texts(page) {
    const number = place(this.first.texts, page);
    const [url, title, where, date, description, passages] = JSON.parse((await this.lines("texts", number))[page - this.first.texts[number]]);
    return { url, title, place: where, date, description, passages };
  }
}

// What each word of the query means, and how it is spelt where it was not found as written.
async function understand(index, query, other) {
  const said = words(query).map((word) => ({ word, folded: fold(word) }));
  const content = said.filter((one) => !index.stop.has(one.folded));
  const asked = content.length ? content : said;
  await Promise.all(asked.map(async (one) => { one.meaning = await index.meaning(one.folded); }));
  await Promise.all([joined(index, said), synonymous(index, said)]);
  for (const one of asked) if (!one.meaning.weights.size) await guess(index, one, other);
  for (const one of asked) if (one.spelt) await synonymous(index, [one]);
  // Words that are only begun, also those that have been found: half of a compound finds the whole.
  await Promise.all(asked.map((one) => (one.foreign ? undefined : begun(index, one))));
  return asked;
}

// Words that are written apart and texts have in one: medarbejder indflydelse.
async function joined(index, said) {
  for (const [n, one] of said.entries()) {
    const next = said[n + 1];
    if (!next || !(one.meaning || next.meaning)) continue;
    for (const link of ["", "s", "e"]) {
      for (const form of await index.forms(one.folded + link + next.folded)) {
        for (const each of [one, next]) each.meaning?.add(index.read(form), form.share);
      }
    }
  }
}

async function synonymous(index, said) {
  const { synonyms, terms } = index.first;
  const known = [...new Set([...Object.keys(synonyms), ...Object.keys(terms)])];
  for (let start = 0; start < said.length; start++) {
    for (let end = start + 1; end <= Math.min(said.length, start + 6); end++) {
      const part = said.slice(start, end);
      const text = part.map((one) => one.folded).join(" ");
      const share = (key) => (part.length > 1 ? Number(key === text) : kinship(text, key, index.endings));
      for (const key of known) {
        const alike = key[0] === text[0] ? share(key) : 0;
        if (alike < 0.7) continue;
        for (const one of terms[key] ? part : []) one.meaning?.explain(terms[key], alike);
        for (const target of synonyms[key] ?? []) {
          const meanings = await index.phrase(target);
          for (const one of part) one.meaning?.addAll(meanings, SYNONYM * alike);
        }
      }
    }
  }
}

// A word that the site does not have: two of its words in one, a word of the other language, or a slip.
async function guess(index, one, other) {
  const slip = one.folded.length > 5 ? await index.alike(one.folded, 1) : [];
  if (slip.length) return corrected(index, one, slip);
  if (await other?.(one.folded)) { one.foreign = true; return; }
  if (await split(index, one)) return;
  await corrected(index, one, await index.alike(one.folded));
}

async function split(index, { folded, meaning }) {
  for (let cut = folded.length - 4; cut >= 3; cut--) {
    const known = async (part) => (await index.forms(part)).filter(({ share }) => share > 0.8);
    const left = folded.slice(0, cut);
    const [second, first] = await Promise.all([known(folded.slice(cut)), known(left)]);
    const found = first.length || left.length < 4 || !/[se]$/.test(left) ? first : await known(left.slice(0, -1));
    if (!found.length || !second.length) continue;
    meaning.addAll([found, second].map((forms) => {
      const part = new Meaning();
      for (const form of forms) part.add(index.read(form), form.share);
      return part;
    }), 0.9);
    if (meaning.weights.size) return true;
  }
}

async function corrected(index, one, alike) {
  const best = alike.filter(({ cost }) => cost <= alike[0].cost + 0.5).slice(0, 4);
  for (const [n, { form }] of best.entries()) {
    for (const found of await index.forms(form)) one.meaning.add(index.read(found), (n ? OTHER_SLIP : 0.95) * found.share);
  }
  if (best.length) Object.assign(one, { spelt: best[0].spelt, folded: best[0].form });
}

async function begun(index, one) {
  if (one.folded.length < 3 || one.spelt) return;
  for (const entry of await index.beginning(one.folded)) {
    if (!one.meaning.forms.has(entry.form)) one.meaning.add(index.read(entry), (0.5 * one.folded.length) / entry.form.length);
  }
}

// Names of places say where to look, where other words say what for: each of a place's pages has the same of them.
function locate(index, asked) {
  const named = (one) => index.first.organisations.filter(([, name]) => words(name).some((word) => kinship(fold(word), one.folded, index.endings) > 0.8));
  for (const one of asked) {
    const places = named(one);
    if (new Set(places.map(([, , municipality]) => municipality)).size === 1) one.places = new Set(places.map(([id]) => id));
  }
  if (asked.every((one) => one.places)) return;
  for (const { places, meaning } of asked) {
    if (!places) continue;
    const above = new Set(index.first.organisations.filter(([id]) => places.has(id)).map(([, , municipality]) => municipality));
    const inside = index.of.organisation.map((ids, page) => index.of.municipality[page].concat(ids).some((id) => places.has(id) || (above.has(id) && ids.includes(id))));
    for (const [page, weight] of meaning.weights) if (!inside[page]) meaning.weights.set(page, 0.3 * weight);
    inside.forEach((here, page) => { if (here) meaning.weights.set(page, 1.5); });
    meaning.near = [];
  }
}

const rarity = (index, pages) => Math.log(1 + (index.pages - pages + 0.5) / (pages + 0.5));

function ranked(index, asked) {
  locate(index, asked);
  const scores = new Map();
  let all = 0;
  for (const { meaning } of asked) {
    const rare = rarity(index, meaning.weights.size);
    const nearest = meaning.nearest(index);
    meaning.rare = rare;
    all += rare;
    for (const [page, weight] of meaning.weights) {
      const own = scores.get(page) ?? { page, sum: 0, near: 0, covered: 0, passages: new Map() };
      own.sum += (rare * weight) / (1 + weight);
      const near = nearest.get(page);
      if (near) own.near += (rarity(index, nearest.size) * (0.6 + (0.4 * near) / TOP)) / (1 + (nearest.size / FEW) ** 2);
      own.covered += rare * Math.min(1, weight * 4);
      for (const [passage, share] of meaning.passages.get(page) ?? []) own.passages.set(passage, (own.passages.get(passage) ?? 0) + rare * share);
      scores.set(page, own);
    }
  }
  for (const one of scores.values()) {
    const covered = one.covered / all;
    const together = asked.length > 1 ? Math.max(0, ...one.passages.values()) / all : 0;
    const rank = index.first.ranks[one.page] / 9;
    one.score = (one.sum * (1 - OWN[0] + OWN[0] * rank) + NEAR * one.near * (1 - OWN[1] + OWN[1] * rank)) * (1 - COVERED + COVERED * covered * covered) * (1 + TOGETHER * together);
  }
  const order = (pages) => pages.sort((a, b) => b.score - a.score || a.page - b.page);
  return explained(asWritten(index, order([...scores.values()]), asked, order), asked);
}

// The glossary's explanation of a word is among the first, and never before those who have written it.
function explained(pages, asked) {
  const term = asked.find(({ meaning }) => meaning.term !== undefined)?.meaning.term;
  const at = pages.findIndex(({ page }) => page === term);
  if (at < 0) return pages;
  const others = pages.toSpliced(at, 1);
  return others.toSpliced(Math.min(Math.max(at, 2), 3), 0, pages[at]);
}

// Where a word stands as it was written, on a few pages, is among the first five, whatever else is more about it.
function asWritten(index, pages, asked, order) {
  const few = asked.length === 1 ? [...asked[0].meaning.nearest(index).keys()] : [];
  const late = pages.slice(5).filter(({ page }) => few.includes(page));
  if (!late.length || few.length >= FEW) return pages;
  const kept = pages.slice(0, 5).filter(({ page }) => !few.includes(page)).slice(0, 5 - few.length);
  const first = order([...kept, ...pages.filter(({ page }) => few.includes(page))]);
  return [...first, ...pages.filter((one) => !first.includes(one))];
}

// The stretches of `text` that match: whole words, also those that a matching form is a part of.
function marks(text, forms) {
  const found = [];
  for (const match of text.matchAll(WORD)) {
    const word = fold(match[0]);
    const hit = forms.has(word) || [...forms].some((form) => form.length > 3 && (word.startsWith(form) || word.endsWith(form)));
    if (hit) found.push([match.index, match.index + match[0].length]);
  }
  return found;
}

async function group(index, { page, passages }, forms) {
  const { url, title, place: where, date, description, passages: texts } = await index.texts(page);
  const best = [...passages].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const good = best.filter(([, weight]) => weight >= best[0][1] * 0.6);
  const hits = good.slice(0, 3).map(([number]) => {
    const [id, text] = texts[number];
    return { url: id ? `${url}#${id}` : url, id, text, marks: marks(text, forms) };
  });
  return {
    url, title, place: where, date, description, kind: index.of.kind[page][0] ?? "",
    titleMarks: marks(title, forms), descriptionMarks: marks(description, forms), hits, more: good.length - hits.length,
  };
}

// Words of the site that are nearest to those of a query that finds nothing, the nearest first.
async function nearestWords(index, query) {
  const costs = new Map();
  for (const word of words(query).map(fold)) {
    for (const { form, spelt, cost } of await index.alike(word, Math.min(5, Math.ceil(word.length / 2)))) {
      let same = 0;
      while (same < form.length && form[same] === word[same]) same++;
      if (!index.stop.has(form)) costs.set(spelt, Math.min(costs.get(spelt) ?? Infinity, cost - same / 2));
    }
  }
  return [...costs].sort((a, b) => a[1] - b[1]).slice(0, 5).map(([spelt]) => spelt);
}

const FACETS = ["municipality", "organisation", "kind", "value"];

function counted(index, pages, filters) {
  const passes = (page, but) => FACETS.every((name) => name === but || !filters[name] || index.of[name][page].includes(filters[name]));
  const counts = Object.fromEntries(FACETS.map((name) => [name, {}]));
  for (const { page } of pages) {
    for (const name of FACETS) {
      if (passes(page, name)) for (const id of index.of[name][page]) counts[name][id] = (counts[name][id] ?? 0) + 1;
    }
  }
  return { kept: pages.filter(({ page }) => passes(page)), counts };
}

async function read(url) {
  const answer = await fetch(`${url}index.json`);
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
  return new Index(url, await answer.json());
}

// `folder` is the address of a language's index and ends with /; `others` are those of the other languages, by code.
export async function open(folder, language, others = {}) {
  const index = await read(folder);
  const opened = new Map();
  const elsewhere = (code) => {
    if (!opened.has(code)) opened.set(code, read(others[code]));
    return opened.get(code);
  };
  const knows = (code) => async (word) => (await (await elsewhere(code)).forms(word)).some(({ share }) => share > 0.8);

  async function search(query, filters = {}, limit = 10) {
    for (const code of [language, ...Object.keys(others)]) {
      const own = code === language;
      const here = own ? index : await elsewhere(code);
      const other = own ? async (word) => { for (const one of Object.keys(others)) if (await knows(one)(word)) return true; } : undefined;
      const asked = await understand(here, query, other);
      // Somebody who writes in another language gets that language's pages, where this one's have none of the words.
      const all = ranked(here, asked);
      if (!all.length && code !== Object.keys(others).at(-1)) continue;
      return results(here, code, { query, asked, all, filters, limit });
    }
  }

  async function results(here, code, { query, asked, all, filters, limit }) {
    const { kept, counts } = counted(here, all, filters);
    const forms = new Set(asked.flatMap((one) => [...one.meaning.forms]));
    const groups = await Promise.all(kept.slice(0, limit).map((one) => group(here, one, forms)));
    const spelt = new Map(asked.filter((one) => one.spelt).map((one) => [one.word, one.spelt]));
    const suggestion = spelt.size ? query.normalize("NFC").replace(WORD, (word) => spelt.get(word) ?? word) : "";
    const nearest = all.length ? [] : await nearestWords(index, query);
    return { total: kept.length, groups, counts, suggestion, nearest, language: code };
  }

  const named = (list) => list.map(([id, name]) => ({ id, name }));
  const { municipalities, organisations, kinds, values, says } = index.first;
  const facets = { municipality: named(municipalities), organisation: named(organisations), kind: named(kinds), value: named(values) };
  return { facets, says, search };
}
