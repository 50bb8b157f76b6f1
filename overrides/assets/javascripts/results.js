// Searches in the page: the statements and pages that hold the words behind the # of the address.

// One letter for every way of writing æ, ø and å: vaerdier, Hjorring, Alborg.
const fold = (text) => text.toLowerCase().replace(/æ|ae|ä/g, "a").replace(/ø|oe|ö/g, "o").replace(/å|aa/g, "a");

function score(words, title, text) {
  const [inTitle, inText] = [fold(title), fold(text)];
  return words.reduce((sum, word) => sum + (inText.includes(word) ? 2 : 0) + (inTitle.includes(word) ? 1 : 0), 0);
}

async function show(list) {
  const query = new URLSearchParams(location.hash.slice(1)).get("q")?.trim();
  if (!query) return;
  document.querySelector("#q").value = query;
  list.replaceChildren();
  const index = new URL(list.dataset.searchResults, location.href);
  const entries = await (await fetch(index)).json();
  const words = fold(query).match(/[\p{L}\d]+/gu) ?? [];
  const long = words.filter((word) => word.length > 2);
  const found = entries
    .map((entry) => ({ ...entry, score: score(long.length ? long : words, `${entry.title} ${entry.place}`, entry.text) }))
    .filter((entry) => entry.score)
    .sort((a, b) => b.score - a.score)
    .slice(0, 30);
  const status = document.querySelector("[data-search-status]");
  const { none, one, many } = status.dataset;
  status.textContent = found.length === 0 ? none.replace("{query}", query)
    : found.length === 1 ? one : many.replace("{count}", found.length);
  document.querySelector("[data-search-hint]").hidden = found.length > 0;
  list.hidden = found.length === 0;
  for (const { url, title, place, text } of found) {
    const item = list.appendChild(document.createElement("li"));
    const link = item.appendChild(document.createElement("a"));
    link.href = new URL(`../../${url}`, index);
    link.textContent = text;
    item.appendChild(document.createElement("p")).textContent = place ? `${title} · ${place}` : title;
  }
}

export function start(list) {
  addEventListener("hashchange", () => show(list));
  show(list);
}
