// What every page does beside being read: unfolds the menu, keeps the statement when the language changes,
// carries out the reader's choices, copies addresses. What only some pages do stands in files of its own.
// Every part works on its own and is not missed when it fails.

const KEY = "pejlemaerker"; // preferences.js reads the same
const root = document.documentElement;

// A new release may have taken a file with it that this page has not fetched yet. The page is then loaded anew,
// when the reader does what needs the file; not while there is no connection, which would lose it.
const renew = () => fetch(location.href, { method: "HEAD" }).then(({ ok }) => { if (ok) location.reload(); }, () => {});

// Starts a part of the page from a file of its own.
const begin = (file, ...parts) => import(`./${file}.js`).then(({ start }) => start(...parts));

// A paragraph at the end of `parent` whose words are read out when they change.
const live = (parent, className) => parent.appendChild(Object.assign(document.createElement("p"), { className, role: "status" }));

// Gives what does a piece of work and tells whether it could be done. At the end of `parent` it says when that takes long, and `failed`
// when it could not be done: in words that stand in the page, because without a connection none can be fetched.
function fetching(parent, { failed } = document.querySelector(".help").dataset) {
  const status = live(parent, "told");
  const { slow } = document.querySelector(".help").dataset;
  let waiting;
  return async (work) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { status.textContent = slow; }, 500); // as the search does (asking.js)
    const done = await work().then(() => true, () => false);
    clearTimeout(waiting);
    const told = done ? "" : failed;
    if (status.textContent !== told) status.textContent = told; // else it would be read out at each letter of a search
    return done;
  };
}

// Calls `fill` when the <details> is opened, until it has been done. It may be open before this script has come.
function whenOpened(details, fill) {
  const fetched = fetching(details);
  let filled;
  const look = async () => {
    if (!details.open || filled) return;
    filled = true;
    filled = await fetched(fill);
    if (!filled) renew();
  };
  details.addEventListener("toggle", look);
  look();
}

function menu() {
  const [pages] = document.querySelectorAll(".menu");
  const wide = matchMedia("(min-width: 64rem)");
  const unfold = () => { pages.open = wide.matches; };
  // The style sheet shows a folded menu on wide screens; browsers that can't do so get it unfolded.
  if (!CSS.supports("selector(::details-content)")) { unfold(); wide.addEventListener("change", unfold); }
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.activeElement.closest("details[data-menu][open]");
    // On wide screens it stands open beside the text, but for the front page's.
    if (!open || (open === pages && wide.matches && !document.body.matches(".home"))) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}

function languages() {
  const ids = (document.querySelector("[data-statements]")?.dataset.statements ?? "").split(" ").filter(Boolean);
  const top = (id) => document.getElementById(id)?.getBoundingClientRect().top ?? Infinity;
  // No id has a sign that an address writes as %…, and what else stands there may not be possible to read.
  const named = () => ids.find((id) => `#${id}` === location.hash) ?? "";
  // The statement that the address names, while it is in view; else the first in view, once reading has begun.
  const inView = () => {
    const aimed = named();
    if (aimed && top(aimed) > -1 && top(aimed) < innerHeight) return aimed;
    const next = ids.find((id) => top(id) >= 0);
    const begun = ids.length > 0 && top(ids[0]) < 48;
    if (!begun) return "";
    return next && top(next) < innerHeight / 2 ? next : ids.filter((id) => top(id) < 0).pop() ?? "";
  };
  // The links stand at the top, so whoever follows one has scrolled there from the statement:
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
    document.addEventListener(type, (event) => {
      const link = event.target.closest(".languages a, .views a");
      // Without statements, what stands behind the # is what is searched for or compared.
      if (link) link.hash = ids.length ? inView() || kept : location.hash;
      if (link && type === "click") choose("language", link.lang);
    });
  }
}

// Each statement beside its twin, until the reader wants one language again.
function both() {
  const views = document.querySelector(".views");
  if (!views) return;
  const fetched = fetching(views);
  let begun;
  // What is shown is what is chosen, also on a page that is gone back to and when all choices are deleted.
  const show = () => fetched(async () => {
    if (!begun && !stored().both) return;
    try {
      const { start } = await import("./both.js");
      begun = true;
      await start(views, stored().both); // which may be another by now
    } catch (error) { if (stored().both) throw error; }
  });
  views.addEventListener("click", async (event) => {
    const pressed = event.target.closest("a, button");
    if (!pressed) return;
    choose("both", pressed.ariaPressed === "false" ? pressed.dataset.both : "");
    if (pressed.lang && pressed.lang !== root.lang) return; // the other language's page is shown alone
    event.preventDefault();
    if (!await show()) renew();
  });
  addEventListener("pageshow", ({ persisted }) => { if (persisted) show(); });
  document.addEventListener("reset", show);
  show();
}

// What is told over the page goes with Escape, and when somebody goes on to anything but the `part` that it is told of.
function passing(told, part = told) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !told.textContent) return;
    if (part.contains(event.target)) event.preventDefault(); // browsers empty the field
    told.textContent = "";
  });
  // Not as soon as something is pressed: what stands below it would move from under the press.
  document.addEventListener("click", ({ target }) => { if (!part.contains(target)) told.textContent = ""; }, true);
  // Words in it can be marked and copied: a click in it focuses <main>.
  document.addEventListener("focusin", ({ target }) => {
    if (!part.contains(target) && !target.contains(told) && target.matches(":focus-visible")) told.textContent = "";
  });
}

let going;

async function copy(address, status, outcome = "done") {
  // Some browsers have no clipboard, or refuse it.
  try { await navigator.clipboard.writeText(address); } catch { outcome = "failed"; }
  status.textContent = status.dataset[outcome].replace("{address}", () => address);
  clearTimeout(going);
  if (outcome !== "failed") going = setTimeout(() => { status.textContent = ""; }, 8000);
}

// A word's explanation goes away when the focus has left it for something that it may lie over.
function explanations() {
  document.addEventListener("focusin", ({ target }) => {
    const [open] = document.querySelectorAll(".terms > :popover-open");
    if (open && !open.contains(target) && target.getAttribute("popovertarget") !== open.id) open.hidePopover();
  });
}

// A statement's short address is the same in both languages; the button at each statement copies it. What it does when it is pressed again
// is fetched before it is told of: some browsers let a script copy only in the press itself.
function share() {
  const told = document.querySelector("[data-share]");
  const addressOf = ({ value }) => new URL(`${told.dataset.share}${value}/`, location).href;
  for (const button of document.querySelectorAll(".copy-link")) {
    // A note stands after it; and a soft hyphen is for the eye.
    const words = document.getElementById(button.value).textContent.split(button.textContent)[0].replaceAll("\u00ad", "").trim();
    // At most 60 letters, in whole words.
    button.ariaLabel = `${button.textContent}: ${words.replace(/^(?=[^]{61})([^]{0,59})\s[^]*/, "$1 …")}`;
    button.addEventListener("click", () => {
      copy(addressOf(button), told).then(() => begin("quote", button, told, copy, addressOf)).catch(() => {});
    });
  }
  for (const here of document.querySelectorAll("[data-copy]")) {
    here.querySelector("button").addEventListener("click", () => copy(location.href, here.querySelector(".told")));
  }
  for (const one of document.querySelectorAll("[data-done]")) passing(one);
}

// Links to places on this page leave in the address what the page shows: a search (#q=…), or two places (#a=…&b=…).
function within() {
  document.addEventListener("click", (event) => {
    const link = location.hash.includes("=") && event.target.closest("a[href^='#']");
    const place = link && document.getElementById(link.hash.slice(1));
    if (!place || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (place.tabIndex < 0) place.tabIndex = -1;
    place.focus();
    place.scrollIntoView();
  });
}

// What the browser refuses to keep holds for this page.
let held;

function stored() {
  if (held) return held;
  try { return JSON.parse(localStorage.getItem(KEY)) ?? {}; } catch { return {}; }
}

// Keeps a choice on the device, and says whether it could; "" is the site's own way and is not kept.
function choose(name, value) {
  const chosen = { ...stored(), [name]: value };
  if (!value) delete chosen[name];
  try { localStorage.setItem(KEY, JSON.stringify(chosen)); held = undefined; } catch { held = chosen; }
  return !held;
}

function forget() {
  held = undefined;
  try { localStorage.removeItem(KEY); } catch { /* nothing was stored */ }
}

function preferences() {
  const [help] = document.querySelectorAll(".help");
  whenOpened(help, () => begin("reading-help", help, choose, forget));
}

// What is searched for stands behind the # of the address: the part that no browser sends to a web server.
// Results come while somebody writes; before that nothing of the search is fetched.
function search() {
  const form = document.querySelector(".search");
  const page = document.querySelector("[data-search-page]");
  const fetched = fetching(form, form.dataset);
  let begun;
  const look = async () => {
    if (begun) return;
    begun = true;
    begun = await fetched(() => begin(page ? "search-page" : "search-panel", form, page));
    if (!begun && page) form.addEventListener("submit", renew); // other pages are left for this one
  };
  passing(form.querySelector(".told"), form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.href = `${form.action}#${new URLSearchParams([...new FormData(form)].filter(([, value]) => value))}`;
  });
  document.addEventListener("keydown", (event) => {
    // No key is told of a field that the browser has filled in.
    if (event.key?.toLowerCase() !== "k" || event.shiftKey || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.q.focus(); // which brings it into view; select() does not
    form.q.select();
  });
  form.q.addEventListener("input", look);
  form.q.addEventListener("focus", () => { if (stored().searches) look(); }); // the reader wants to see them
  if (page) look();
}

// Reading aloud is fetched only where the device has a voice for it.
function readAloud() {
  const article = document.querySelector("article[data-statements]");
  if (!article || !("speechSynthesis" in globalThis)) return;
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
    const voice = localVoice(root.lang);
    loading ??= voice && begin("read-aloud", article, voice, localVoice, stored, choose).catch(() => {});
  };
  speechSynthesis.addEventListener?.("voiceschanged", look); // Chromium knows its voices only after a while
  look();
}

// What only some pages do is fetched where it is done.
function more() {
  const [halt] = document.querySelectorAll(".halt");
  const [details] = halt?.querySelectorAll("details") ?? [];
  if (details) whenOpened(details, () => begin("step-notes", halt, details));
  const files = { "article[data-path]": "path", "[data-two-places]": "two-places" };
  for (const [selector, file] of Object.entries(files)) {
    const part = document.querySelector(selector);
    if (!part) continue;
    // Until the file has come, a form in it would send to the web server what is chosen, and lose it.
    part.onsubmit = (event) => { event.preventDefault(); location.hash = new URLSearchParams(new FormData(event.target)); };
    // What is told when it does not come is told at its end, and a field or button of it (nothing else has a form) loads the page anew.
    fetching(part)(() => begin(file, part)).then((done) => {
      if (done) part.onsubmit = null;
      else part.onclick = ({ target }) => { if ("form" in target) renew(); };
    });
  }
}

// One that fails stops none of the others.
for (const part of [menu, languages, within, preferences, search, share, explanations, readAloud, both, more]) queueMicrotask(part);
