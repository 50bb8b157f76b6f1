// What a page does beside being read: unfolds the menu, keeps the statement when the language changes,
// carries out the reader's choices, searches. Every part works on its own and is not missed when it fails.

const KEY = "pejlemaerker"; // preferences.js reads the same
const root = document.documentElement;

function menu() {
  const [pages] = document.querySelectorAll(".menu");
  const wide = matchMedia("(min-width: 64rem)");
  const unfold = () => { pages.open = wide.matches; };
  // The style sheet shows a folded menu on wide screens; browsers that can't do so get it unfolded.
  if (!CSS.supports("selector(::details-content)")) { unfold(); wide.addEventListener("change", unfold); }
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.activeElement.closest("details[data-menu][open]");
    if (!open || (open === pages && wide.matches)) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}

function languages() {
  const ids = (document.querySelector("[data-statements]")?.dataset.statements ?? "").split(" ").filter(Boolean);
  const top = (id) => document.getElementById(id)?.getBoundingClientRect().top ?? Infinity;
  const named = () => ids.find((id) => id === decodeURIComponent(location.hash.slice(1))) ?? "";
  // The statement that the address names, while it is in view; else the first one in view, once reading has begun.
  const inView = () => {
    const aimed = named();
    if (aimed && top(aimed) > -1 && top(aimed) < innerHeight) return aimed;
    const next = ids.find((id) => top(id) >= 0);
    const begun = ids.length > 0 && top(ids[0]) < 48;
    if (!begun) return "";
    return next && top(next) < innerHeight / 2 ? next : ids.findLast((id) => top(id) < 0) ?? "";
  };
  // The links stand at the top of the page, so whoever follows one has scrolled there from the statement:
  // the last place where scrolling rested is kept for a while.
  let kept = named();
  let resting;
  let forgetting;
  addEventListener("hashchange", () => { kept = named(); });
  addEventListener("scroll", () => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      clearTimeout(forgetting);
      const now = inView();
      if (now) kept = now; else forgetting = setTimeout(() => { kept = ""; }, 10000);
    }, 300);
  }, { passive: true });
  // Before any way of following the link: click, middle click, "open in new tab", Enter.
  for (const type of ["pointerdown", "focusin", "click", "contextmenu"]) {
    document.querySelector(".languages").addEventListener(type, (event) => {
      const link = event.target.closest("a");
      if (link) link.hash = inView() || kept;
      if (link && type === "click") choose("language", link.hreflang);
    });
  }
}

// Each statement with its twin beside it (under it on a phone), from the other language's index.
function both() {
  const button = document.querySelector("[data-both]");
  if (!button) return;
  const { both: file, language } = button.dataset;
  const twins = async () => {
    const entries = await (await fetch(file)).json();
    return new Map(entries.map(({ url, text }) => [url.split("#")[1], text]));
  };
  const show = async () => {
    const texts = await twins();
    for (const id of document.querySelector("[data-statements]").dataset.statements.split(" ")) {
      const statement = document.getElementById(id);
      if (statement && texts.has(id)) pair(statement, texts.get(id), language);
    }
  };
  const set = (on) => {
    button.ariaPressed = on;
    if (on) show();
    else for (const one of document.querySelectorAll(".pair")) part(one);
  };
  button.addEventListener("click", () => {
    const on = button.ariaPressed !== "true";
    choose("both", on ? "on" : "");
    set(on);
  });
  if (stored().both === "on") set(true);
}

function pair(statement, text, language) {
  const item = statement.matches("li");
  const frame = document.createElement("div");
  const twin = document.createElement(item ? "div" : "p");
  frame.className = "pair";
  twin.className = "twin";
  twin.lang = language;
  twin.textContent = text;
  if (item) {
    const own = document.createElement("div");
    own.append(...statement.childNodes);
    frame.append(own, twin);
    statement.append(frame);
  } else {
    statement.before(frame);
    frame.append(statement, twin);
  }
}

// Undo it: what stood there stands there again.
function part(frame) {
  frame.querySelector(".twin").remove();
  const inItem = frame.parentElement.matches("li");
  frame.replaceWith(...(inItem ? frame.firstElementChild.childNodes : frame.childNodes));
}

// A statement's short address is the same in both languages; the button at each statement copies it.
function share() {
  const part = document.querySelector("[data-share]");
  if (!part) return;
  const [toggle, status] = [part.querySelector("button"), part.querySelector("[role=status]")];
  const copy = async (id) => {
    const address = new URL(`${part.dataset.share}${id}/`, location.href).href;
    await navigator.clipboard.writeText(address);
    status.textContent = part.dataset.done.replace("{address}", address);
  };
  const button = (statement) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "copy-link";
    made.textContent = part.dataset.word;
    made.ariaLabel = `${part.dataset.word}: ${statement.textContent.trim().slice(0, 60)}`;
    made.addEventListener("click", () => copy(statement.id));
    if (statement.matches("li")) statement.append(made); else statement.after(made);
  };
  toggle.addEventListener("click", () => {
    const on = toggle.ariaPressed !== "true";
    toggle.ariaPressed = on;
    status.textContent = "";
    for (const made of document.querySelectorAll(".copy-link")) made.remove();
    const ids = document.querySelector("[data-statements]").dataset.statements.split(" ");
    if (on) ids.map((id) => document.getElementById(id)).filter(Boolean).forEach(button);
    if (on) document.querySelector(".copy-link")?.focus();
  });
}

// A short address goes on in the language that was chosen last, or the site's first.
function short() {
  const links = [...document.querySelectorAll("[data-short] a")];
  const link = links.find((one) => one.hreflang === stored().language) ?? links[0];
  if (link) location.replace(link.href);
}

function stored() {
  try { return JSON.parse(localStorage.getItem(KEY) ?? "{}"); } catch { return {}; }
}

// Keeps a choice on the device; "" is the site's own way and is not kept.
function choose(name, value) {
  const chosen = { ...stored(), [name]: value };
  if (!value) delete chosen[name];
  try { localStorage.setItem(KEY, JSON.stringify(chosen)); } catch { /* it holds for this page */ }
}

function preferences() {
  const form = document.querySelector("[data-preferences]");
  const show = () => { for (const field of form.querySelectorAll("select")) field.value = root.dataset[field.name] ?? ""; };
  show();
  form.addEventListener("change", ({ target }) => {
    choose(target.name, target.value);
    if (target.value) root.dataset[target.name] = target.value; else delete root.dataset[target.name];
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const field of form.querySelectorAll("select")) delete root.dataset[field.name];
    try { localStorage.removeItem(KEY); } catch { /* nothing was stored */ }
    show();
  });
}

// One letter for every way of writing æ, ø and å: vaerdier, Hjorring, Alborg.
const fold = (text) => text.toLowerCase().replace(/æ|ae|ä/g, "a").replace(/ø|oe|ö/g, "o").replace(/å|aa/g, "a");

function score(words, title, text) {
  const [inTitle, inText] = [fold(title), fold(text)];
  return words.reduce((sum, word) => sum + (inText.includes(word) ? 2 : 0) + (inTitle.includes(word) ? 1 : 0), 0);
}

// What is searched for stands behind the # of the address: the part that no browser sends to a web server.
function search() {
  document.querySelector(".search").addEventListener("submit", (event) => {
    event.preventDefault();
    location.href = `${event.target.action}#${new URLSearchParams({ q: event.target.q.value })}`;
  });
  addEventListener("hashchange", results);
  results();
}

async function results() {
  const list = document.querySelector("[data-search-results]");
  const query = new URLSearchParams(location.hash.slice(1)).get("q")?.trim();
  if (!list || !query) return;
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

// Reading aloud is fetched only where the device has a voice for it.
function readAloud() {
  const container = document.querySelector("[data-read-aloud]");
  if (!container || !("speechSynthesis" in globalThis)) return;
  const primary = (language) => language.toLowerCase().split(/[-_]/)[0];
  const localVoice = (language) => {
    // Privacy: only voices that are on the device (localService). The others send what they read to somebody else.
    const fits = (voice) => voice.localService === true && primary(voice.lang) === primary(language);
    const voices = speechSynthesis.getVoices().filter(fits);
    // After the reader's own choice the voices of Denmark and Britain: the first of macOS's American ones are jokes.
    return voices.find((voice) => voice.default) ?? voices.find(({ lang }) => /[-_](DK|GB)/i.test(lang)) ?? voices[0];
  };
  let loading;
  const look = () => {
    const voice = localVoice(document.documentElement.lang);
    loading ??= voice && import("./read-aloud.js").then(({ start }) => start(container, voice, localVoice), () => {});
  };
  speechSynthesis.addEventListener?.("voiceschanged", look); // Chromium knows its voices only after a while
  look();
}

for (const part of [menu, languages, preferences, search, share, short, readAloud, both]) part();
