// Searches in the index of one language: finds the forms of each word, adds up the pages' scores, fetches the first texts.
// scripts/waymarks/search/ writes the index and explains its files. Nothing here knows the document.

const WORD = /[\p{L}\p{N}]+/gu;
const HYPHENATED = /[\p{L}\p{N}]+(?:[-\u2010\u2011][\p{L}\p{N}]+)*/gu; // with the hyphens of waymarks/reading/words.py
const FIGURES = /^\p{N}+$/u;
// A statement's id and an address of the site, when they are whole.
const ID = /^[a-z][a-z\d-]*-\d\d\d?$/;
const ADDRESS = /^(?:https?:\/)?\/(?:\S*\/)?(?:#\S*)?$/;
const TOP = 100; // one more than the highest score of a word on a page

// How the parts of a score count beside each other. Found by measuring; scripts/decisions/search.md says how.
// What a word of the query stands for, each as against the word itself:
const SYNONYM = 0.95;
const BESIDE = 0.4; // a synonym where the site has the word itself
const COMMON = 7; // how much less it counts, by the share of the pages that have the word
const EXPLAINED = 0.5; // an entry of the glossary
const MEANT = 0.2; // the same of what a synonym stands for
const OTHER_SLIP = 0.9; // a word that is as near as the likeliest
const SLIP = 0.9; // a word that differs in one letter from one whose forms are known
const HALF = 0.5; // the one known part of a word
const WEAK = 0.5; // a part of a compound
const BETWEEN = 0.6; // a page of no place, where several are named
const FIELD = 0.75; // another word of the same subject, as against a part of a compound
// What a page has of the query:
const OWN = [0, 0.075, 0.3, 0.6, 0.55, 0.85, 0.63, 0.7, 0.5, 1]; // by the page's rank: how much of it is its own
const COVERED = 0.95; // how much it loses that has not all the words
const TOGETHER = 0.4; // the words in one passage
const TITLE = 1.9; // the words as its title, but for the names of its place
const NEAR = 0.2; // the word as it was written, where it stands on few pages
// Bounds:
const SAME = 0.8; // forms that are more alike are taken for one word
const SURE = 0.75; // a form that is less alike may be a slip of another word
const ALIKE = 0.1; // forms that differ no more than this are equally near
const FEW = 3; // on more pages than these, a word does not stand on few
const LIKE_FEW = 5; // the same of forms that are near to a word that the site has not as it was written
const SPOKEN = 2; // so many words that say nothing tell of which language a question is
const TERM = 4; // the latest place of the glossary, from 0

// One letter for every way of writing æ, ø and å, as waymarks/reading/words.py has it.
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
    if (fits && (length > 3 || difference < 3)) return Math.max(0.92 - 0.055 * difference, 0.4);
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

// What a word of the query stands for: `weights` by page, `passages` by page and number, `forms` to be marked, the pages on which
// one of these `stood`, and the meanings of words that are `kin` to it.
class Meaning {
  weights = new Map();
  passages = new Map();
  forms = new Set();
  near = [];
  parts = [];
  best = 0;
  weak = new Map();
  stood = new Set();
  kin = [];
  titles = new Map();
  guide = [];

  add({ form, pages }, share) {
    this.forms.add(form);
    this.best = Math.max(this.best, share);
    this.stands(pages, share);
    for (const { page, score, whole, title, passages } of pages) {
      if (whole) this.stood.add(page);
      if (title) this.titles.set(page, Math.max(share, this.titles.get(page) ?? 0));
      // The share of a raw weight, which adds up, not of a score, which levels off.
      this.weights.set(page, (this.weights.get(page) ?? 0) + (share * score) / (TOP - score));
      const own = this.passages.get(page) ?? new Map();
      for (const one of passages) own.set(one, Math.max(own.get(one) ?? 0, share));
      this.passages.set(page, own);
    }
  }

  stands(pages, share) {
    const whole = pages.filter((one) => one.whole);
    const parts = pages.filter((one) => !one.whole && one.passages.length);
    if (whole.length || parts.length) this.near.push({ share, pages: whole.length ? whole : parts, parts });
  }

  // Where the word stands as it was written, or, where it does so nowhere, in the forms that are nearest to it: rare ones
  // first, for where the others stand is found anyway.
  nearest(index) {
    const all = this.near.map((one) => ({ share: one.share, pages: this.answering(index, one) })).filter(({ pages }) => pages.length);
    const most = Math.max(0, ...all.map(({ share }) => share));
    const near = all.filter(({ share }) => share >= (most < 1 ? most - ALIKE : most));
    const found = new Map();
    for (const { pages } of near.sort((a, b) => a.pages.length - b.pages.length || b.share - a.share)) {
      const more = pages.filter(({ page }) => !found.has(page));
      if (found.size && found.size + more.length > (most < 1 ? LIKE_FEW : FEW)) break;
      for (const { page, score } of pages) found.set(page, Math.max(score, found.get(page) ?? 0));
    }
    return found;
  }

  // The guide has words of another language, of files and commands: who knows them from there means something else. `isForeign`
  // tells whether another language has the word.
  async guided(index, isForeign) {
    await index.know(this.weights.keys());
    const pages = this.near.filter(({ share }) => share === 1).flatMap((one) => this.answering(index, one)).map(({ page }) => page);
    const is = pages.length && pages.every((page) => index.facts[page].rank < 4) && await isForeign();
    if (is) this.guide = pages;
  }

  // Of the pages where a form stands, those of which it says something. The glossary explains every word; other pages
  // repeat them, of which news and overviews are no answer. Who asks by a word of which compounds are made means those as well.
  answering(index, { pages, parts }) {
    const single = parts.length <= 2 * pages.length;
    return pages.filter(({ page, title, passages }) => {
      const { rank } = index.facts[page];
      if (rank === 1 || rank === 4) return single;
      return rank !== 5 && !(rank < 4 && this.guide.length) && (passages.length || (rank > 4 && title));
    });
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
      const title = Math.min(...meanings.map((one) => one.titles.get(page) ?? 0));
      if (title) this.titles.set(page, Math.max(share * title, this.titles.get(page) ?? 0));
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
    Object.assign(this, { url, first, pages: first.pages, files: new Map(), facts: [], places: [] });
    this.endings = new Set(first.endings);
    this.stop = new Set(first.stop);
    this.known = [...new Set([...Object.keys(first.synonyms), ...Object.keys(first.terms)])];
  }

  lines(name, number) {
    const file = `${name}-${number}.txt`;
    if (!this.files.has(file)) {
      const lines = fetch(`${this.url}${this.first.folder}/${file}`).then(async (answer) => {
        // Another page in its place has none of the words: one to log in on, say.
        if (!answer.ok || answer.headers.get("Content-Type")?.startsWith("text/html")) throw new Error(`${answer.status} ${answer.url}`);
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
      const [word, ...places] = line.split(" ");
      const [form, ...parts] = word.split("=");
      return { form, parts, places };
    });
  }

  // The words with the pages on which they stand. A long list has a file of its own, fetched for who asks for that word.
  read(entries) {
    return Promise.all(entries.map(async ({ places: [first = "", ...others], ...entry }) => {
      const list = first[0] === ">" ? (await this.lines("pages", first.slice(1)))[0].split(" ") : [first, ...others];
      let page = 0;
      const pages = list.map((one) => {
        const [, standing] = /^[^.]*\.([!-]?)/.exec(one);
        const [gap, score, ...passages] = one.replace(/[!-]/, "").split(".").map((number) => Number.parseInt(number, 36));
        page += gap;
        return { page, score, whole: standing !== "-", title: standing === "!", passages };
      });
      return { ...entry, pages };
    }));
  }

  // The word itself and its other forms, each with how alike it is. Names of places are words with an @ before them.
  async kin(word, sign = "") {
    const all = await this.beginning(sign + word.slice(0, Math.max(3, Math.min(5, word.length - 4))));
    return all.map((one) => ({ ...one, share: kinship(word, one.form.slice(sign.length), this.endings) })).filter((one) => one.share);
  }

  // The same with their pages, of those that are at least so alike.
  async forms(word, least = 0) {
    return this.read((await this.kin(word)).filter(({ share }) => share >= least));
  }

  async meaning(word, least = 0) {
    const found = new Meaning();
    for (const one of await this.forms(word, least)) {
      found.add(one, one.share);
      if (one.share > SAME && one.parts.length) found.parts = one.parts;
    }
    return found;
  }

  async field(number) {
    const found = new Meaning();
    found.forms = new Set(this.first.fields[number].split(" "));
    const form = `~${number}`;
    for (const one of await this.read((await this.beginning(form)).filter((entry) => entry.form === form))) found.add(one, 1);
    return found;
  }

  // A part of a compound, with the letter that links it to the next; undefined where the site has no such word, or one that is everywhere.
  async part(text) {
    if (this.stop.has(text)) return undefined;
    for (const word of /..[se]$/.test(text) ? [text, text.slice(0, -1)] : [text]) {
      const said = [{ folded: word, meaning: new Meaning() }];
      for (const one of await this.forms(word, SAME)) said[0].meaning.add(one, one.share);
      await synonymous(this, said);
      if (said[0].meaning.weights.size) return said[0].meaning;
    }
  }

  async phrase(text) {
    const all = text.split(" ");
    const said = all.filter((word) => !this.stop.has(word));
    return Promise.all((said.length ? said : all).map((word) => this.meaning(word)));
  }

  // Words of the index that the word may be a slip of, the likeliest first.
  async alike(word, most, stop = this.stop) {
    if (word.length < 4 || FIGURES.test(word)) return []; // of a year, another is no slip
    const starts = this.first.spellings;
    const from = Math.max(0, starts.filter((length) => length < word.length - most).length - 1); // the lengths rise
    const files = [];
    for (let n = from; n < starts.length && starts[n] <= word.length + most; n++) files.push(this.lines("spellings", n));
    const found = [];
    for (const line of (await Promise.all(files)).flat()) {
      const [form, pages, spelt] = line.split(" ");
      if (stop.has(form)) continue;
      const steps = distance(word, form, most);
      const begins = form[0] === word[0] ? 0 : 0.4;
      if (steps > most) continue;
      found.push({ form, spelt: spelt ?? form, steps, cost: steps + begins - Math.log10(1 + Number(pages)) / 20 });
    }
    return found.sort((a, b) => a.cost - b.cost);
  }

  // Its address, title, place, date, description, passages, and the languages of its title, where it has several.
  async texts(page) {
    return JSON.parse((await this.lines("texts", page))[0]);
  }

  // The page that has an address, or a statement's id. The file in which it stands follows from its letters.
  async at(address) {
    if (!this.pages) return undefined;
    const files = Math.ceil(this.pages / this.first.each.addresses);
    const file = [...address].reduce((sum, sign) => (65599 * sum + sign.codePointAt()) % files, 0);
    const line = (await this.lines("addresses", file)).find((one) => one.startsWith(`${address} `));
    return line ? Number.parseInt(line.slice(address.length), 36) : undefined;
  }

  // Fetches what there is of each of the `numbers` into `known`, where it then stands at its number.
  async fill(known, name, numbers, read) {
    const each = this.first.each[name];
    const files = new Set([...numbers].filter((one) => !known[one]).map((one) => Math.floor(one / each)));
    await Promise.all([...files].map(async (file) => {
      for (const [n, line] of (await this.lines(name, file)).entries()) known[file * each + n] ??= read(line);
    }));
  }

  // What pages are, before anything is asked of `facts`: their ranks, how many words their titles have (without places), and what they can be kept to.
  know(pages) {
    const numbers = (text) => (text === "-" ? [] : text.split(",").map((one) => Number.parseInt(one, 36)));
    return this.fill(this.facts, "facts", pages, (line) => {
      const [own, organisation, kind, value] = line.split(" ");
      return { rank: Number(own[0]), words: Number.parseInt(own[1], 36), organisation: numbers(organisation), kind: numbers(kind), value: numbers(value) };
    });
  }

  // The same of places, which are given.
  async located(numbers) {
    await this.fill(this.places, "places", numbers, (line) => {
      const [id, name, municipality, home, gaps, inside] = JSON.parse(line);
      let page = 0;
      return { id, name, municipality, home, pages: gaps.map((gap) => { page += gap; return page; }), inside };
    });
    return numbers.map((number) => this.places[number]);
  }

  // The places that a word names, if they are all of one municipality.
  async named(word) {
    const names = (await this.kin(word, "@")).filter(({ share }) => share > SAME).map(({ places }) => places.map((one) => Number.parseInt(one, 36)));
    const numbers = names.every((one) => one.length) ? [...new Set(names.flat())] : [];
    const above = new Set((await this.located(numbers)).map(({ municipality }) => municipality));
    return above.size === 1 ? new Set(numbers) : undefined;
  }
}

// What each word of the query means, and how it is spelt where it was not found as written. `other` tells whether another
// language has a word; where it is null only one letter may be wrong, and without it the words are taken as they are. `stop`
// are the words that say nothing. A question of nothing else is searched as it is written, for what is near to such words is everywhere.
async function understand(index, query, stop, other) {
  const said = words(query).map((word) => ({ word, folded: fold(word) }));
  // Several words may stand for something together: komme sig.
  const phrased = new Set(runs(said).filter((part) => part.length > 1 && index.first.synonyms[textOf(part)]).flat());
  const content = said.filter((one) => !stop.has(one.folded) || phrased.has(one));
  const exact = said.length > 1 && !content.length;
  const asked = content.length ? content : said;
  await Promise.all(asked.map(async (one) => { one.meaning = await index.meaning(one.folded, Number(exact)); }));
  if (exact) return asked.map((one) => ({ ...one, exact }));
  await Promise.all([joined(index, said), synonymous(index, said, other)]);
  // Slips are first looked for in the language of the page: some word of another is near to every word.
  if (other !== undefined) {
    for (const one of asked) {
      // While a word is typed its beginning is no slip: neither its neighbours nor another language need be fetched.
      one.begins = (await index.beginning(one.folded)).length > 0;
      if (!one.begins && (one.meaning.best < SURE || (asked.length === 1 && one.meaning.best < 1))) await guess(index, one, other);
    }
  }
  for (const one of asked) if (one.spelt) await synonymous(index, [one]);
  // Words that are only begun, also those that have been found: half of a compound finds the whole.
  await Promise.all(asked.map((one) => (one.foreign ? undefined : begun(index, one))));
  await Promise.all(asked.map((one) => related(index, one)));
  return asked;
}

// The words one by one, and up to six of them together.
const runs = (said) => said.flatMap((_, start) => said.slice(start, start + 6).map((_, n) => said.slice(start, start + n + 1)));

const textOf = (part) => part.map((one) => one.folded).join(" ");

// Words that are written apart and texts have in one: medarbejder indflydelse.
async function joined(index, said) {
  const pairs = said.slice(1).map((next, n) => [said[n], next]).filter(([one, next]) => one.meaning || next.meaning);
  await Promise.all(pairs.flatMap(([one, next]) => ["", "s", "e"].map(async (link) => {
    for (const form of await index.forms(one.folded + link + next.folded)) {
      for (const each of [one, next]) each.meaning?.add(form, form.share);
    }
  })));
}

async function synonymous(index, said, other) {
  const { synonyms, terms } = index.first;
  const meant = [];
  const beside = new Map(said.filter((one) => one.meaning).map((one) => [one, BESIDE / (1 + (COMMON * one.meaning.weights.size) / index.pages)]));
  for (const part of runs(said)) {
    const text = textOf(part);
    const share = (key) => (part.length > 1 ? Number(key === text) : kinship(text, key, index.endings));
    for (const key of index.known) {
      const alike = key[0] === text[0] ? share(key) : 0;
      for (const one of terms[key] && alike > 0.6 ? part : []) one.meaning?.explain(terms[key], alike);
      if (alike < 0.7) continue;
      for (const one of synonyms[key] ? part : []) if (one.meaning) one.meaning.meant = true;
      for (const target of synonyms[key] ?? []) {
        for (const one of terms[target] ? part : []) one.meaning?.explain(terms[target], MEANT * alike);
        meant.push(index.phrase(target).then((meanings) => ({ part, meanings, alike })));
      }
    }
  }
  const found = await Promise.all(meant);
  if (other) await Promise.all(said.map(({ folded, meaning }) => meaning?.meant && meaning.guided(index, () => other(folded))));
  for (const { part, meanings, alike } of found) {
    for (const one of part) one.meaning?.addAll(meanings, (one.meaning.best < SURE || one.meaning.guide.length ? SYNONYM : beside.get(one)) * alike);
  }
}

// A word that the site does not have: two of its words in one, a word of the other language, a slip, or half known.
async function guess(index, one, other) {
  const known = one.meaning.weights.size;
  const sure = one.meaning.best >= SURE;
  const slip = one.folded.length > 4 ? await slips(index, one.folded) : [];
  if (sure) return beside(index, one, slip);
  if (slip.length) return corrected(index, one, slip);
  if (known || !other) return;
  if (await other(one.folded)) { one.foreign = true; return; }
  const part = await split(index, one);
  if (one.meaning.weights.size) return;
  const letters = one.word.length;
  const most = letters > 9 ? 3 : letters > 5 ? 2 : 1;
  // Hardly anybody mistypes the first letter and two more.
  const alike = (await index.alike(one.folded, most)).filter(({ form, steps }) => form[0] === one.folded[0] || steps <= most / 2 + 0.5);
  await corrected(index, one, alike.length ? alike : await slips(index, one.folded));
  if (part && !one.meaning.weights.size) one.meaning.addAll([part], HALF);
}

// Words that differ in one letter. Those that say nothing only where there are no others.
async function slips(index, word) {
  const found = await index.alike(word, 1);
  return found.length ? found : index.alike(word, 1, new Set());
}

// Adds pages that have both parts of a word that the site does not have. What comes back is the longest part that it has.
async function split(index, { folded, meaning }) {
  let [most, longest] = [Math.max(4, folded.length / 2 - 1), undefined];
  for (let cut = folded.length - 3; cut >= 3; cut--) {
    const [left, right] = await Promise.all([index.part(folded.slice(0, cut)), index.part(folded.slice(cut))]);
    if (left && right) meaning.addAll([left, right], 0.9);
    if (meaning.weights.size) return longest;
    for (const [part, length] of [[left, cut], [right, folded.length - cut]]) if (part && length > most) [most, longest] = [length, part];
  }
  return longest;
}

// Words that differ in one letter from one that the site has only in other forms.
async function beside(index, { meaning }, slip) {
  for (const { form } of slip) {
    for (const found of await index.forms(form, 1)) {
      if (meaning.forms.has(form)) meaning.stands(found.pages, SLIP);
      else meaning.add(found, SLIP);
    }
  }
}

async function corrected(index, one, alike) {
  const best = alike.filter(({ cost }) => cost <= alike[0].cost + 0.5).slice(0, 4);
  for (const [n, { form }] of best.entries()) {
    for (const found of await index.forms(form)) one.meaning.add(found, (n ? OTHER_SLIP : 0.95) * found.share);
  }
  if (best.length) Object.assign(one, { spelt: best[0].spelt, folded: best[0].form });
}

async function begun(index, one) {
  if (one.folded.length < 3 || one.spelt) return;
  const longer = (await index.beginning(one.folded)).filter(({ form }) => !one.meaning.forms.has(form));
  for (const entry of await index.read(longer)) {
    one.meaning.add(entry, (0.5 * one.folded.length) / entry.form.length);
  }
}

// Of one or two letters nothing is found yet that only begins with them. Words before the last are not typed any more: where none of
// those is found either, the question is not only begun.
const isBegun = (asked) => asked.length === 1 && asked[0].begins;

// Pages come last that have only the parts of a compound, or other words of its subject.
async function related(index, { folded, meaning }) {
  const found = meaning.parts.map(async (part) => [await index.meaning(part), part.length / folded.length]);
  for (const [number, field] of index.first.fields.entries()) {
    if (field.split(" ").some((word) => kinship(word, folded, index.endings) > SAME)) found.push(index.field(number).then((one) => [one, FIELD]));
  }
  for (const [kin, share] of await Promise.all(found)) {
    meaning.kin.push(kin);
    for (const [page, weight] of kin.weights) meaning.weak.set(page, Math.max(meaning.weak.get(page) ?? 0, (share * weight) / (1 + weight)));
  }
}

// The `named` places, the municipalities above them, and the places in those that are municipalities.
async function around(index, named) {
  const places = await index.located([...named]);
  return [...new Set([...named, ...places.flatMap(({ municipality, inside }) => [municipality, ...inside])])].sort((one, other) => one - other);
}

// Whether the places are of more than one municipality.
const areSeveral = (places) => new Set(places.map(({ municipality }) => municipality)).size > 1;

// The names of several places as one word: either will do.
async function either(index, [first, ...others]) {
  for (const { folded, places } of others) {
    first.places = new Set([...first.places, ...places]);
    for (const form of await index.forms(folded)) first.meaning.add(form, form.share);
  }
  return first;
}

// The pages of no place that have any of the words, and the one that lays two places side by side.
async function ownerless(index, asked) {
  const pages = asked.flatMap(({ meaning }) => [...meaning.weights.keys()]);
  await index.know(pages);
  return [...pages.filter((page) => !index.facts[page].organisation.length), ...index.first.compares];
}

// Names of places say where to look, where other words say what for: each of a place's pages has the same of them. Of the names of
// several municipalities one will do, and what is of no place speaks of them all. What comes back are the words that count.
async function locate(index, asked) {
  await Promise.all(asked.map(async (one) => { one.places = await index.named(one.folded); }));
  const [what, where] = [asked.filter((one) => !one.places), asked.filter((one) => one.places)];
  if (!what.length || !where.length) return asked;
  const several = areSeveral(where.flatMap(({ places }) => [...places]).map((one) => index.places[one]));
  const naming = several ? [await either(index, where)] : where;
  const between = several ? await ownerless(index, what) : [];
  for (const { places, meaning } of naming) {
    const inside = new Set((await index.located(await around(index, places))).flatMap(({ pages }) => pages));
    for (const [page, weight] of meaning.weights) if (!inside.has(page)) meaning.weights.set(page, 0.3 * weight);
    for (const page of between) meaning.weights.set(page, BETWEEN);
    for (const page of inside) meaning.weights.set(page, 1.25);
    meaning.near = [];
  }
  return [...naming, ...what];
}

const rarity = (index, pages) => Math.log(1 + (index.pages - pages + 0.5) / (pages + 0.5));

// What each page has of the words that are asked for, by page: rare words count for more.
function tally(index, asked) {
  const pages = new Map();
  const of = (page) => {
    if (!pages.has(page)) pages.set(page, { page, sum: 0, written: 0, covered: 0, has: 0, titled: 0, named: 0, passages: new Map() });
    return pages.get(page);
  };
  for (const { meaning } of asked) {
    meaning.rare = rarity(index, meaning.weights.size);
    const nearest = meaning.nearest(index);
    meaning.written = [...nearest.keys()];
    for (const [page, weight] of meaning.weights) {
      const own = of(page);
      own.sum += (meaning.rare * weight) / (1 + weight);
      own.has += meaning.rare;
      own.covered += meaning.rare * Math.min(1, weight * 4);
      for (const [passage, share] of meaning.passages.get(page) ?? []) own.passages.set(passage, (own.passages.get(passage) ?? 0) + meaning.rare * share);
    }
    for (const [page, score] of nearest) of(page).written += (rarity(index, nearest.size) * (0.55 + (0.45 * score) / TOP)) / (1 + (nearest.size / (FEW + 1)) ** 2);
    for (const [page, share] of meaning.titles) {
      of(page).titled += share;
      of(page).named += meaning.rare * share;
    }
    for (const [page, weight] of meaning.weak) of(page).sum += WEAK * weight;
  }
  return [...pages.values()];
}

// Words that say nothing are on most pages: of a question of nothing else, those are left out that have only the commonest of them.
function telling(pages, asked) {
  if (!asked.some(({ exact }) => exact)) return pages;
  const most = pages.reduce((best, { has }) => Math.max(best, has), 0);
  return pages.filter(({ has }) => 2 * has > most);
}

async function ranked(index, said) {
  const asked = await locate(index, said);
  await index.know(asked.flatMap(({ meaning }) => [...meaning.weights.keys(), ...meaning.weak.keys()]));
  const pages = telling(tally(index, asked), asked);
  const all = asked.reduce((sum, { meaning }) => sum + meaning.rare, 0);
  for (const one of pages) {
    const covered = one.covered / all;
    const together = asked.length > 1 ? Math.max(0, ...one.passages.values()) / all : 0;
    const { rank, words } = index.facts[one.page];
    const title = (one.titled / (words || 1)) * (one.named / all);
    const parts = [1 - COVERED + COVERED * covered * covered, 1 + TOGETHER * together, 1 + TITLE * title];
    one.score = parts.reduce((product, part) => product * part, OWN[rank] * (one.sum + NEAR * one.written));
  }
  pages.sort((a, b) => b.score - a.score || a.page - b.page);
  return guiding(asWritten(await home(index, explained(pages, asked), asked), asked), asked);
}

// The glossary's explanation of a word is among the first, and never before those who have written it.
function explained(pages, asked) {
  const term = asked.find(({ meaning }) => meaning.term !== undefined)?.meaning.term;
  const at = pages.findIndex(({ page }) => page === term);
  if (at < 0) return pages;
  const others = pages.filter((_, n) => n !== at);
  others.splice(Math.min(Math.max(at, 2), TERM), 0, pages[at]);
  return others;
}

// Who names a place finds its front page, and those of the places above and below: first of all, or after what is said there. Who names
// several can compare them.
async function home(index, pages, asked) {
  const named = new Set(asked.flatMap(({ places }) => [...(places ?? [])]));
  const wanted = (await around(index, named)).sort((one, other) => named.has(other) - named.has(one));
  const homes = (await index.located(wanted)).map((one) => one.home).filter((page) => page !== null);
  const found = among(pages, homes, asked.every(({ places }) => places) ? 0 : 3);
  return areSeveral(await index.located([...named])) ? among(found, index.first.compares, 3) : found;
}

// Brings the `wanted` pages to the place `at`, where they come later.
function among(pages, wanted, at) {
  const late = wanted.map((page) => pages.findIndex((one, n) => n >= at && one.page === page)).filter((n) => n >= 0).map((n) => pages[n]);
  return [...pages.slice(0, at), ...late, ...pages.slice(at).filter((one) => !late.includes(one))];
}

// Where a word stands as it was written, on a few pages, is among the first five, whatever else is more about it.
function asWritten(pages, asked) {
  const few = asked.length === 1 ? asked[0].meaning.written : [];
  const late = pages.slice(5).filter(({ page }) => few.includes(page));
  if (!late.length || few.length > (asked[0].meaning.best < 1 ? LIKE_FEW : FEW)) return pages;
  const others = pages.slice(0, 5).filter(({ page }) => !few.includes(page));
  const displaced = others.slice(others.length - late.length);
  const first = [...pages.slice(0, 5).filter((one) => !displaced.includes(one)), ...late];
  return [...first, ...pages.filter((one) => !first.includes(one))];
}

// Who does mean the word of the guide finds a page of it behind four others.
function guiding(pages, asked) {
  const guide = asked.length === 1 ? asked[0].meaning.guide : [];
  const best = pages.find(({ page }) => guide.includes(page));
  return best ? among(pages, [best.page], 4) : pages;
}

// The stretches of `text` that match: whole words, also those that a matching form is a part of, and those that have a hyphen
// where the form has none.
function marks(text, forms) {
  const found = [];
  const matches = (word) => forms.has(word) || [...forms].some((form) => form.length > 3 && (word.startsWith(form) || word.endsWith(form)));
  for (const { 0: whole, index: at } of text.matchAll(HYPHENATED)) {
    const hits = forms.has(fold(whole.replace(/[-\u2010\u2011]/g, ""))) ? [{ 0: whole, index: 0 }] : [...whole.matchAll(WORD)].filter(([word]) => matches(fold(word)));
    for (const hit of hits) found.push([at + hit.index, at + hit.index + hit[0].length]);
  }
  return found;
}

// What is shown of a page: its best passages, or its description where it has none. The same words say nothing more a second time.
function shown([url, title, where, date, description, texts, titleLanguages], passages, forms) {
  const best = [...passages].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const told = new Set();
  const isNew = ([number]) => told.size < told.add(texts[number][1]).size;
  const good = best.filter((one) => one[1] >= best[0][1] * 0.6 && isNew(one));
  const hits = good.slice(0, 3).map(([number]) => {
    const [id, text, languages] = texts[number];
    return { url: id ? `${url}#${id}` : url, id, text, languages, marks: marks(text, forms) };
  });
  const found = {
    url, title, titleLanguages, place: where, date, description, hits, more: good.length - hits.length,
    titleMarks: marks(title, forms), placeMarks: marks(where, forms), descriptionMarks: hits.length ? [] : marks(description, forms),
  };
  const all = [found.titleMarks, found.placeMarks, found.descriptionMarks, ...hits.map((one) => one.marks)];
  return { ...found, marked: all.some((one) => one.length) };
}

// Where no word of the query is to be seen, words are shown that are kin to it, and `why` the page is found: "quoted" or "related".
async function group(index, { page, passages }, asked) {
  const meanings = asked.map((one) => one.meaning);
  const forms = (all) => new Set(all.flatMap((one) => [...one.forms]));
  const texts = await index.texts(page);
  const found = shown(texts, passages, forms(meanings));
  if (found.marked || !asked.length) return found;
  if (meanings.some((one) => one.stood.has(page))) return { ...found, why: "quoted" };
  const kin = meanings.flatMap((one) => one.kin);
  const related = shown(texts, kin.flatMap((one) => [...one.passages.get(page) ?? []]), forms(kin));
  return { ...(related.marked ? related : found), why: "related" };
}

// Words of the site that are nearest to those of a query that finds nothing, the nearest first.
async function nearestWords(index, query) {
  const costs = new Map();
  for (const word of words(query).map(fold)) {
    for (const { form, spelt, cost } of await index.alike(word, Math.min(5, Math.ceil(word.length / 2)))) {
      let same = 0;
      while (same < form.length && form[same] === word[same]) same++;
      costs.set(spelt, Math.min(costs.get(spelt) ?? Infinity, cost - same / 2));
    }
  }
  return [...costs].sort((a, b) => a[1] - b[1]).slice(0, 5).map(([spelt]) => spelt);
}

// The other language of which a question seems to be: more of its words say nothing there alone than here alone. `sure` are how many
// more, and `content` the words that say something.
function spoken({ stop, first: { speaks = {} } }, query) {
  const said = words(query).map(fold);
  for (const [code, those] of Object.entries(speaks)) {
    const there = new Set(those);
    const theirs = said.filter((word) => there.has(word) && !stop.has(word)).length;
    const own = said.filter((word) => stop.has(word) && !there.has(word)).length;
    if (theirs > own) return { code, sure: theirs - own, content: said.filter((word) => !stop.has(word) && !there.has(word)) };
  }
  return undefined;
}

export const FILTERS = ["municipality", "organisation", "kind", "value"];

// By what the `pages` can be kept to: the numbers of each, page by page, and the id and name of a number.
async function facets(index, pages) {
  const organisations = [...new Set(pages.flatMap(({ page }) => index.facts[page].organisation))];
  const places = await index.located(organisations);
  await index.located(places.map((one) => one.municipality));
  const above = (page) => [...new Set(index.facts[page].organisation.map((one) => index.places[one].municipality))];
  const place = (number) => index.places[number];
  const listed = (list) => (number) => ({ id: list[number][0], name: list[number][1] });
  return {
    municipality: { of: above, at: place },
    organisation: { of: (page) => index.facts[page].organisation, at: place },
    kind: { of: (page) => index.facts[page].kind, at: listed(index.first.kinds) },
    value: { of: (page) => index.facts[page].value, at: listed(index.first.values) },
  };
}

// The address of a page and the id that a query may be, as the index has them: `/herlev/#hk-ro-01`, `/s/hk-ro-01/` and `hk-ro-01` too.
// `root` is the address of the site. What is not whole is none: what is fetched for each letter of it would tell of them.
function addressIn(query, root) {
  const written = query.toLowerCase().replace(/^#/, "");
  if (ID.test(written)) return { id: written };
  if (!ADDRESS.test(written)) return {};
  try {
    const { host, pathname, hash } = new URL(written, root);
    const path = pathname.startsWith(root.pathname) ? pathname.slice(root.pathname.length) : pathname;
    return host === root.host ? { path: path.replace(/^\/?s\//, "").replace(/^\/|\/$/g, ""), id: hash.slice(1) } : {};
  } catch { return {}; }
}

// The number of each filter that the site has; an address may name others.
async function numbered(index, filters) {
  const { kinds, values } = index.first;
  const place = async (id, fits) => {
    const [own] = (await index.beginning(`#${id}`)).filter(({ form }) => form === `#${id}`);
    const [number] = own ? own.places.map((one) => Number.parseInt(one, 36)) : [];
    return own && fits((await index.located([number]))[0], number) ? number : -1;
  };
  const listed = (list, id) => list.findIndex(([one]) => one === id);
  const read = {
    municipality: (id) => place(id, ({ municipality }, number) => municipality === number),
    organisation: (id) => place(id, ({ pages }) => pages.length),
    kind: (id) => listed(kinds, id),
    value: (id) => listed(values, id),
  };
  const found = await Promise.all(FILTERS.filter((name) => filters[name]).map(async (name) => [name, await read[name](filters[name])]));
  return Object.fromEntries(found.filter(([, number]) => number >= 0));
}

// The `pages` that pass the `filters`, and for each filter what it can be set to, with how many pages would be left.
async function counted(index, pages, filters) {
  const by = await facets(index, pages);
  const passes = (page, but) => FILTERS.every((name) => name === but || filters[name] === undefined || by[name].of(page).includes(filters[name]));
  const choices = Object.fromEntries(FILTERS.map((name) => {
    const counts = new Map(filters[name] === undefined ? [] : [[filters[name], 0]]);
    for (const { page } of pages) if (passes(page, name)) for (const one of by[name].of(page)) counts.set(one, (counts.get(one) ?? 0) + 1);
    const { at } = by[name];
    return [name, [...counts].sort(([one], [other]) => one - other).map(([one, count]) => ({ id: at(one).id, name: at(one).name, count, chosen: one === filters[name] }))];
  }));
  return { kept: pages.filter(({ page }) => passes(page)), choices };
}

async function read(url) {
  const answer = await fetch(`${url}index.json`);
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
  return new Index(url, await answer.json());
}

// `folder` is the address of a language's index and ends with /; `others` are those of the other languages, by code.
export async function open(folder, language, others = {}) {
  const index = await read(folder);
  const opened = new Map([[language, index]]);
  const elsewhere = (code) => {
    if (!opened.has(code)) opened.set(code, read(others[code]));
    return opened.get(code);
  };
  const knows = async (code, word) => (await (await elsewhere(code)).kin(word)).some(({ share }) => share > SAME);

  // The other language of which a question is, where that has more of its words than this one, or as many.
  async function tongue(query) {
    const { code, sure, content } = spoken(index, query) ?? {};
    if (!code || !others[code]) return undefined;
    const known = async (one) => (await Promise.all(content.map((word) => knows(one, word)))).filter(Boolean).length;
    const [own, more] = [await known(language), Number(sure < SPOKEN)];
    return own + more <= content.length && own + more <= await known(code) ? code : undefined;
  }

  // Somebody who writes in another language gets that language's pages, where this one's have none of the words or the question is of it.
  async function search(query, filters = {}, limit = 10) {
    const other = async (word) => (await Promise.all(Object.keys(others).map((one) => knows(one, word)))).some(Boolean);
    const named = await pointed(query);
    if (named) return results({ query, filters, limit, ...named });
    const ways = [undefined, null].flatMap((slips) => Object.keys(others).map((code) => [code, slips]));
    const asked = await tongue(query);
    let first;
    for (const [code, slips] of [...(asked ? [[asked, null]] : []), [language, other], ...ways]) {
      const here = await elsewhere(code);
      const meant = await understand(here, query, new Set([...index.stop, ...here.stop]), slips);
      const found = { here, code, asked: meant, all: await ranked(here, meant) };
      if (code === language) first ??= found;
      if (found.all.length || isBegun(meant)) return results({ query, filters, limit, ...found, spoken: code === asked });
    }
    return results({ query, filters, limit, ...first });
  }

  // An address of the site, or an id, finds nothing but what it names, in whatever language.
  async function pointed(query) {
    const { path, id } = addressIn(query, new URL("../../../", folder));
    const names = [ID.test(id) ? id : undefined, path].filter((one) => one !== undefined);
    for (const code of names.length ? [language, ...Object.keys(others)] : []) {
      const here = await elsewhere(code);
      let page;
      for (const name of names) page ??= await here.at(name);
      if (page === undefined) continue;
      await here.know([page]);
      const passage = (await here.texts(page))[5].findIndex(([anchor]) => anchor && (anchor === id || anchor === path));
      return { here, code, asked: [], all: [{ page, passages: new Map(passage < 0 ? [] : [[passage, 1]]) }] };
    }
    return undefined;
  }

  async function results({ here, code, query, asked, all, filters, limit, spoken = false }) {
    const { kept, choices } = await counted(here, all, await numbered(here, filters));
    const groups = await Promise.all(kept.slice(0, limit).map((one) => group(here, one, asked)));
    const spelt = new Map(asked.filter((one) => one.spelt).map((one) => [one.word, one.spelt]));
    const suggestion = spelt.size ? query.normalize("NFC").replace(WORD, (word) => spelt.get(word) ?? word) : "";
    const begun = !all.length && isBegun(asked);
    const nearest = all.length || begun ? [] : await nearestWords(index, query);
    return { total: kept.length, groups, choices, suggestion, spelt: [...spelt.values()], named: !asked.length, spoken, begun, nearest, language: code };
  }

  return { says: index.first.says, search };
}
