// The page of the search. What is searched for and what it is kept to stand in the address, so that it can be sent to a colleague.

import { PATIENCE, SLOW, addressOf, asked, asking } from "./asking.js";
import * as last from "./last-searches.js";
import { draw, keepFocus, keptOut, make, propose, proposeNearest, tell, walk } from "./results.js";
import { FILTERS } from "./search-engine.js";

const SHOWN = 10;

class SearchPage {
  constructor(form, page) {
    const find = (name) => page.querySelector(`[data-search-${name}]`);
    const parts = ["asked", "status", "meant", "filters", "only", "help", "nearest", "results", "more"];
    Object.assign(this, { form, page, field: form.q, ask: asking(form), limit: SHOWN, settled: true, title: document.title });
    this.parts = Object.fromEntries(parts.map((name) => [name, find(name)]));
    this.showLast = last.start(page.querySelector("[data-last-searches]"), form);
  }

  get query() { return asked(this.field); }

  // What stands behind the # of the address.
  get behind() { return new URLSearchParams(location.hash.slice(1)); }

  get filters() {
    return Object.fromEntries(FILTERS.map((name) => [name, this.form.elements[name].value]).filter(([, id]) => id));
  }

  // Fills a choice: `options` are pairs of an id and words. What is chosen stays, also before its words are known.
  fill(name, chosen, every = "", options = [[chosen, chosen]]) {
    const select = this.form.elements[name];
    const all = [["", every], ...options].filter(([id], n) => id || !n);
    select.replaceChildren(...all.map(([id, words]) => make("option", words, { value: id })));
    select.value = chosen;
    select.parentElement.hidden = all.length < 2;
  }

  fillAll({ choices, filters, says }) {
    for (const name of FILTERS) this.fill(name, filters[name] ?? "", says.every, choices[name].map((one) => [one.id, `${one.name} (${one.count})`]));
    const { filters: part, only } = this.parts;
    const chosen = FILTERS.flatMap((name) => choices[name].filter((one) => one.chosen));
    only.firstChild.textContent = `${only.dataset.words}: ${[...new Set(chosen.map((one) => one.name))].join(" · ")}`;
    only.hidden = !chosen.length;
    part.hidden = FILTERS.every((name) => this.form.elements[name].parentElement.hidden);
  }

  show(found) {
    const { status, meant, help, nearest, results, more } = this.parts;
    tell(status, found);
    draw(results, found, this.form, "h2");
    propose(found, this.form, meant);
    proposeNearest(found, this.form, nearest);
    this.fillAll(found);
    help.hidden = found.total > 0 || found.begun || keptOut(found);
    more.textContent = found.says.more;
    more.hidden = found.groups.length >= found.total;
  }

  clear(words = "") {
    const { status, results, meant, filters, help, more } = this.parts;
    status.textContent = words;
    for (const part of [results, meant, help]) keepFocus(this.form, part);
    results.replaceChildren();
    meant.replaceChildren();
    for (const part of [results, filters, help, more]) part.hidden = true;
  }

  // `fail` is what is done where it cannot be fetched.
  async run(fail = (words) => this.clear(words)) {
    const { query } = this;
    // Told by tabs, by the list of pages that were visited, and on paper.
    document.title = query ? `${query} – ${this.title}` : this.title;
    const { asked } = this.parts;
    asked.textContent = query ? asked.dataset.words.replace("{query}", () => query) : "";
    if (!query) {
      this.clear();
      for (const name of FILTERS) this.form.elements[name].value = ""; // nobody sees them
    }
    clearTimeout(this.slow);
    const wait = (words) => { if (query === this.shown) this.parts.status.textContent = words; else this.clear(words); };
    if (query) this.slow = setTimeout(() => wait(this.form.dataset.slow), SLOW);
    try {
      const found = await this.ask(query, this.filters, this.limit);
      if (!found) return;
      clearTimeout(this.slow);
      this.show(found);
      this.shown = query;
    } catch {
      clearTimeout(this.slow);
      fail(this.form.dataset.failed);
    }
  }

  // The address follows. "Back" leads to the search before, not to each letter or choice of this one.
  change(settled) {
    clearTimeout(this.waiting);
    this.limit = SHOWN;
    const before = this.behind.get("q") ?? "";
    const address = this.query ? addressOf(this.form, this.query, this.filters) : this.form.action;
    const step = this.settled && this.query !== before ? "pushState" : "replaceState";
    this.settled = settled;
    this.showLast();
    this.run();
    if (address !== location.href) history[step](null, "", address); // last: browsers refuse it where it is done too often
  }

  typed() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.change(false), PATIENCE);
  }

  settle() {
    this.settled = true;
    last.keep(this.query);
  }

  leave() {
    this.settle();
    this.showLast();
    history.replaceState({ limit: this.limit, top: scrollY }, "");
  }

  async read() {
    clearTimeout(this.waiting);
    const { behind } = this;
    if (location.hash && !behind.has("q") && !this.query) return; // a place on this page, and nothing to clear
    const given = behind.has("q") ? behind : new URLSearchParams(location.search);
    this.field.value = given.get("q") ?? "";
    for (const name of FILTERS) this.fill(name, given.get(name) ?? "");
    // What a server has been sent once need not stand there when the address is sent on.
    if (location.search) history.replaceState(history.state, "", addressOf(this.form, this.query, this.filters));
    this.limit = history.state?.limit ?? SHOWN;
    this.settled = true;
    // Results come after the browser has gone to where the reader was.
    const { top } = history.state ?? {};
    await this.run();
    if (top) scrollTo(0, top);
  }

  async showMore() {
    const { status, results } = this.parts;
    const before = results.children.length;
    this.limit += SHOWN;
    await this.run((words) => { this.limit = before; status.textContent = words; }); // what is there stays
    history.replaceState({ limit: this.limit }, "");
    results.children[before]?.querySelector("a").focus();
  }

  everywhere() {
    for (const name of FILTERS) this.form.elements[name].value = "";
    this.field.focus(); // the button goes away
    this.change(true);
  }

  keys(event) {
    if (event.key !== "Escape") walk(event, this.field, this.page);
    else if (document.activeElement === this.field) event.preventDefault(); // browsers empty it
    else if (document.activeElement.closest("[data-walk]")) this.field.focus();
  }

  // On a phone the field, its keyboard and the page's beginning hide what is found.
  submitted() {
    if (!matchMedia("(pointer: coarse)").matches) return;
    this.field.blur();
    this.parts.status.scrollIntoView();
  }

  listen() {
    const { filters, only, results, more } = this.parts;
    addEventListener("hashchange", () => this.read());
    document.addEventListener("keydown", (event) => this.keys(event));
    this.form.addEventListener("submit", () => {
      this.showLast(); // not when the field is left: what stands below would move from under the press
      this.run(); // what has failed before too, of which the address stays as it is
      this.submitted();
    });
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("change", () => this.settle());
    filters.addEventListener("change", () => this.change(true));
    only.lastElementChild.addEventListener("click", () => this.everywhere());
    results.addEventListener("click", ({ target }) => { if (target.closest("a")) this.leave(); });
    more.addEventListener("click", () => this.showMore());
  }
}

export function start(form, page) {
  const search = new SearchPage(form, page);
  search.listen();
  // Somebody may have been quicker than this file.
  if (search.query && !search.behind.has("q") && !location.search) { search.change(false); return; }
  const [visit] = performance.getEntriesByType("navigation");
  // Searched for on another page, or sent by somebody: not before it is there, or it would push on what is scrolled to.
  search.read().then(() => { if (search.query && visit?.type === "navigate" && !scrollY) search.submitted(); });
}
