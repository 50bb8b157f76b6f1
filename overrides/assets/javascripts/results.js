// Draws what a search finds. Nothing of it is ever read as HTML.

import { addressOf } from "./asking.js";
import { FILTERS } from "./search-engine.js";

export function make(name, content = "", properties = {}) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...[content].flat());
  return element;
}

// What stands in `text` between two places with its matches marked, as nodes.
function between(text, marks, from, to) {
  const parts = [];
  let at = from;
  for (const mark of marks) {
    const [start, end] = [Math.max(mark[0], from), Math.min(mark[1], to)];
    if (start >= end) continue;
    parts.push(text.slice(at, start), make("mark", text.slice(start, end)));
    at = end;
  }
  return [...parts, text.slice(at, to)];
}

// All of it. `languages` are how many letters of it are of which, where some are of another than the text around it.
function marked(text, marks, languages = [[text.length, ""]]) {
  let at = 0;
  return languages.flatMap(([length, lang]) => {
    const parts = between(text, marks, at, at += length);
    return lang ? make("span", parts, { lang }) : parts;
  });
}

function groupItem(group, { root, says, own }, heading) {
  const link = (url, ...words) => make("a", marked(...words), { href: new URL(url, root) });
  const item = make("li", make(heading, link(group.url, group.title, group.titleMarks, group.titleLanguages)));
  const about = [group.place, group.date].filter(Boolean).join(" · ");
  if (about) item.append(make("p", marked(about, group.placeMarks), { className: "small place" }));
  if (!group.hits.length) item.append(make("p", marked(group.description, group.descriptionMarks)));
  const hits = group.hits.map((hit) => make("li", link(hit.url, hit.text, hit.marks, hit.languages)));
  if (hits.length) item.append(make("ul", hits));
  const more = group.more === 1 ? says.more_hit : says.more_hits.replace("{count}", group.more);
  if (group.more > 0) item.append(make("p", more, { className: "small", lang: own }));
  if (group.why) item.append(make("p", says[group.why], { className: "small", lang: own }));
  return item;
}

// A link that is followed, or led to, may go away with what it stands in.
export const keepFocus = (form, place) => { if (place.contains(document.activeElement)) form.q.focus(); };

// `heading` is the element of each page's title.
export function draw(list, found, form, heading) {
  keepFocus(form, list);
  list.replaceChildren(...found.groups.map((one) => groupItem(one, found, heading)));
  list.lang = found.language;
  list.dir = "auto";
  list.hidden = !found.total;
}

// Nothing is found because of what the search is kept to, and not because of its words.
export const keptOut = ({ total, filters, choices }) => !total && FILTERS.some((name) => filters[name] && choices[name].some(({ count }) => count));

// What is found, in words.
function told(found) {
  const { total, begun, named, spoken, language, own, says, query } = found;
  if (begun) return says.begun;
  if (!total) return keptOut(found) ? says.filtered : says.none.replace("{query}", () => query);
  const count = total === 1 ? says.one : says.many.replace("{count}", total);
  return language === own || named ? `${count}.` : `${count}. ${spoken ? says.spoken : says.other}`;
}

// The same words are not written again: screen readers would read them at each letter.
export const say = (status, words) => { if (status.textContent !== words) status.textContent = words; };

export const tell = (status, found) => say(status, told(found));

export const searchLink = (form, query, filters) => make("a", query, { href: addressOf(form, query, filters) });

// "Did you mean", and where nothing is found the words of the site that are nearest. Each is a link that searches it.
export function propose({ suggestion, spelt, filters, language, says }, form, place) {
  const links = suggestion ? [Object.assign(searchLink(form, suggestion, filters), { lang: language })] : [];
  const same = place.querySelector("a")?.href === links[0]?.href;
  if (!same) keepFocus(form, place);
  // While further words are written, those that are meant are not read out again.
  const told = place.hasChildNodes() && place.dataset.spelt === spelt.join(" ");
  place.ariaLive = told ? "off" : "polite";
  place.dataset.spelt = spelt.join(" ");
  if (!same) place.replaceChildren(...links.flatMap((link) => [`${says.meant} `, link, "?"])); // as in `say`
}

export function proposeNearest({ total, nearest = [], filters, says }, form, place) {
  keepFocus(form, place);
  const links = nearest.flatMap((word) => [" · ", searchLink(form, word, filters)]).slice(1);
  place.replaceChildren(`${says.nearest} `, ...links);
  place.hidden = total > 0 || !links.length;
}

// The arrows go from the field into the links of `part` and back.
export function walk(event, field, part) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const links = [...part.querySelectorAll("[data-walk] a")].filter((one) => one.getClientRects().length);
  const at = links.indexOf(document.activeElement);
  if ((at < 0 && document.activeElement !== field) || at + step >= links.length || at + step < -1) return;
  event.preventDefault();
  (links[at + step] ?? field).focus();
}
