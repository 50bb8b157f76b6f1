// Shows what a search finds while somebody writes: on the page of the search all of it, elsewhere the first pages below the
// field. What is searched for stands behind the # of the address, which no browser sends to a web server.

import { open } from "./search-engine.js";

const SHOWN = 10;
const FILTERS = ["municipality", "organisation", "kind", "value"];

function make(name, content = "", properties = {}) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...[content].flat());
  return element;
}

// `text` with its matches marked, as nodes: nothing of it is ever read as HTML.
function marked(text, marks) {
  const parts = [];
  let at = 0;
  for (const [from, to] of marks) {
    parts.push(text.slice(at, from), make("mark", text.slice(from, to)));
    at = to;
  }
  return [...parts, text.slice(at)];
}

function groupItem(group, root, says) {
  const link = (url, text, marks) => make("a", marked(text, marks), { href: new URL(url, root) });
  const item = make("li", make("h3", link(group.url, group.title, group.titleMarks)));
  const about = [group.place, group.date].filter(Boolean).join(" · ");
  if (about) item.append(make("p", about, { className: "small place" }));
  if (!group.hits.length) item.append(make("p", marked(group.description, group.descriptionMarks)));
  const hits = group.hits.map((hit) => make("li", link(hit.url, hit.text, hit.marks)));
  if (hits.length) item.append(make("ul", hits));
  if (group.more > 0) item.append(make("p", says.moreHits.replace("{count}", group.more), { className: "small" }));
  return item;
}

// The panel below the field, on every page but that of the search.
function panel(form) {
  const part = make("div", "", { className: "found", hidden: true });
  const status = make("p");
  status.role = "status";
  const list = make("ol", "", { className: "results" });
  const all = make("a");
  part.append(status, list, make("p", all));
  form.append(part);
  return { part, status, list, all };
}

export function start(form, page) {
  const field = form.q;
  const root = new URL("../../", new URL(form.dataset.index, location.href));
  const own = document.documentElement.lang;
  const index = (code) => new URL(`${form.dataset.index}${code}/`, location.href).href;
  const others = Object.fromEntries([...document.querySelectorAll(".languages a")].map((one) => one.hreflang).filter((code) => code !== own).map((code) => [code, index(code)]));
  const find = (name) => page?.querySelector(`[data-search-${name}]`);
  const { part, status, list, all } = page ? { status: find("status"), list: find("results") } : panel(form);
  let engine;
  let asked = 0;
  let limit = SHOWN;
  let filters = {};

  function fillFilters(counts) {
    const form = find("filters");
    for (const name of FILTERS) {
      const select = form.elements[name];
      const options = engine.facets[name].filter(({ id }) => counts[name][id] || filters[name] === id);
      select.replaceChildren(make("option", engine.says.every, { value: "" }), ...options.map(({ id, name: words }) => make("option", `${words} (${counts[name][id] ?? 0})`, { value: id })));
      select.value = filters[name] ?? "";
      select.parentElement.hidden = !options.length;
    }
    form.hidden = false;
    if (FILTERS.some((name) => filters[name])) form.firstElementChild.open = true;
  }

  function meant(suggestion) {
    const place = page ? find("meant") : all.parentElement;
    if (page) place.hidden = !suggestion;
    if (!suggestion || !page) return;
    const button = make("button", suggestion, { type: "button" });
    button.addEventListener("click", () => { field.value = suggestion; field.focus(); change(); });
    place.replaceChildren(`${engine.says.meant} `, button, "?");
  }

  function show(query, found) {
    const { says } = engine;
    const { total, groups, counts, suggestion, language } = found;
    const count = total === 1 ? says.one : says.many.replace("{count}", total);
    const chosen = FILTERS.some((name) => filters[name]);
    const nothing = chosen ? says.filtered : says.none.replace("{query}", query);
    status.textContent = total ? `${count}. ${language === own ? "" : says.other}`.trim() : nothing;
    list.replaceChildren(...groups.map((one) => groupItem(one, root, says)));
    list.lang = language;
    list.hidden = !total;
    meant(suggestion);
    if (page) {
      find("hint").hidden = total > 0 || chosen;
      fillFilters(counts);
      const more = find("more");
      more.textContent = says.more;
      more.hidden = groups.length >= total;
    } else {
      all.textContent = says.all.replace("{count}", total);
      all.href = `${form.action}#${new URLSearchParams({ q: query })}`;
      all.parentElement.hidden = groups.length >= total;
      part.hidden = false;
    }
  }

  function clear() {
    status.textContent = "";
    list.replaceChildren();
    list.hidden = true;
    if (part) part.hidden = true;
    for (const name of ["meant", "filters", "hint", "more"]) if (page) find(name).hidden = true;
  }

  async function run() {
    const query = field.value.trim();
    const turn = ++asked;
    if (!query) { clear(); return; }
    try {
      engine ??= await open(index(own), own, others);
      const found = await engine.search(query, filters, page ? limit : 8);
      if (turn === asked) show(query, found); // somebody may have written on meanwhile
    } catch {
      if (turn !== asked) return;
      clear();
      status.textContent = page ? status.dataset.failed : "";
    }
  }

  // The address follows what is searched for, so that it can be sent to a colleague.
  function change() {
    limit = SHOWN;
    if (page) {
      const words = new URLSearchParams({ q: field.value.trim(), ...filters });
      history.replaceState(null, "", `${location.pathname}#${words}`);
    }
    run();
  }

  function read() {
    const words = new URLSearchParams(location.hash.slice(1));
    const given = words.has("q") ? words : new URLSearchParams(location.search);
    if (!given.has("q")) {
      if (field.value) change(); // somebody was quicker than this file
      return;
    }
    field.value = given.get("q");
    filters = Object.fromEntries(FILTERS.filter((name) => given.get(name)).map((name) => [name, given.get(name)]));
    run();
  }

  // The arrows go from the field into the results and back; Escape leaves them.
  function keys(event) {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape" && (at >= 0 || (part && !part.hidden))) {
      if (part) part.hidden = true;
      field.focus();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && (at >= 0 || document.activeElement === field)) {
      const to = at + (event.key === "ArrowDown" ? 1 : -1);
      if (to >= links.length || (to < 0 && at < 0)) return;
      event.preventDefault();
      if (part) part.hidden = false;
      (links[to] ?? field).focus();
    }
  }

  let waiting;
  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(change, 40); });
  document.addEventListener("keydown", keys);
  if (page) {
    addEventListener("hashchange", read);
    find("filters").addEventListener("change", ({ target }) => {
      filters = { ...filters, [target.name]: target.value };
      if (!target.value) delete filters[target.name];
      change();
    });
    find("more").addEventListener("click", () => { limit += SHOWN; run(); });
    read();
  } else {
    document.addEventListener("focusin", ({ target }) => { if (!form.contains(target)) part.hidden = true; });
    document.addEventListener("click", ({ target }) => { if (!form.contains(target)) part.hidden = true; });
    run();
  }
}
