// What is found while somebody writes: the first pages, below the field of every page but that of the search.

import { PATIENCE, SLOW, addressOf, asked, asking } from "./asking.js";
import * as last from "./last-searches.js";
import { draw, make, propose, proposeNearest, say, tell, walk } from "./results.js";

const SHOWN = 5;

class SearchPanel {
  constructor(form) {
    Object.assign(this, { form, field: form.q, ask: asking(form), closed: 0 });
    // What is told must be there before it has words, or screen readers do not read it.
    this.status = make("p", "", { role: "status" });
    this.meant = make("p", "", { role: "status" });
    this.nearest = make("p");
    this.results = make("ol", "", { className: "results" });
    this.all = make("a");
    this.last = make("div");
    this.kept = this.choice();
    this.body = make("div", [this.kept, this.meant, this.nearest, this.results, make("p", this.all), this.last], { hidden: true });
    this.body.dataset.walk = "";
    this.part = make("div", [this.status, this.body], { className: "found", role: "region" });
    form.append(this.part);
  }

  // The place whose page this is: the search can be kept to it.
  choice() {
    const { filter, id } = this.form.dataset;
    this.box = make("input", "", { type: "checkbox", name: filter ?? "", value: id ?? "" });
    return make("p", make("label", [this.box, ""], { className: "check" }), { hidden: !filter });
  }

  get query() { return asked(this.field); }

  get filters() { return this.box.checked ? { [this.box.name]: this.box.value } : {}; }

  open(says) {
    clearTimeout(this.slow);
    this.part.ariaLabel = says.found;
    this.box.nextSibling.data = ` ${says.keep.replace("{place}", () => this.form.dataset.name)}`;
    this.body.hidden = false;
  }

  // What is left are `words`, if any.
  close(words = "") {
    this.closed++; // what is still on its way is not shown
    clearTimeout(this.slow);
    say(this.status, words);
    this.body.hidden = true;
  }

  show(found) {
    const { total, groups, says } = found;
    this.open(says);
    tell(this.status, found);
    draw(this.results, found, this.form, "h3");
    propose(found, this.form, this.meant);
    proposeNearest(found, this.form, this.nearest);
    this.last.replaceChildren();
    this.all.textContent = total ? says.all.replace("{count}", total) : says.help_link;
    this.all.href = addressOf(this.form, this.query, this.filters);
    this.all.parentElement.hidden = total > 0 && groups.length >= total;
  }

  // Before anything is written: what the reader has searched for before, if they keep it.
  async showLast() {
    const links = last.links(this.form);
    if (!links.length) { this.close(); return; }
    const { closed } = this;
    const says = await this.ask.says();
    if (this.query || closed !== this.closed) return;
    const forget = make("button", says.forget, { type: "button" });
    forget.addEventListener("click", () => { last.forget(); this.field.focus(); this.close(says.forgotten); });
    this.open(says);
    this.meant.replaceChildren();
    for (const part of [this.kept, this.nearest, this.results, this.all.parentElement]) part.hidden = true;
    this.status.textContent = says.last;
    this.last.replaceChildren(make("ul", links), forget);
  }

  async run() {
    if (this.query.length === 1) { this.close(); return; } // a letter says nothing yet
    const { closed } = this;
    clearTimeout(this.slow);
    this.slow = setTimeout(() => { this.status.textContent = this.form.dataset.slow; }, SLOW);
    try {
      const found = await this.ask(this.query, this.filters, SHOWN);
      if (closed !== this.closed) return;
      this.kept.hidden = !this.box.name;
      if (found?.begun) this.close();
      else if (found) this.show(found);
      else if (!this.query) await this.showLast();
    } catch {
      if (closed === this.closed) this.close(this.form.dataset.failed); // the button still leads to the page of the search
    }
  }

  follow(event) {
    const link = event.target.closest("a");
    if (!link) return;
    last.keep(this.query);
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    this.close(); // the link may lead to a statement on this page
  }

  keys(event) {
    if (event.key !== "Escape") walk(event, this.field, this.part);
    else if (this.status.textContent && this.form.contains(document.activeElement)) {
      event.preventDefault(); // browsers empty the field
      this.field.focus();
      this.close();
    }
  }

  listen() {
    let waiting;
    this.field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => this.run(), PATIENCE); });
    // Also when somebody comes back to what they have written, after they have closed the panel.
    for (const type of ["focus", "click"]) {
      this.field.addEventListener(type, () => { if (!this.query || this.body.hidden) this.run(); });
    }
    this.field.addEventListener("keydown", ({ key }) => { if (key === "ArrowDown" && this.body.hidden) this.run(); });
    this.form.addEventListener("submit", () => last.keep(this.query), { capture: true });
    this.box.addEventListener("change", () => this.run());
    this.part.addEventListener("click", (event) => this.follow(event));
    document.addEventListener("keydown", (event) => this.keys(event));
    for (const type of ["focusin", "click"]) {
      document.addEventListener(type, ({ target }) => { if (!this.form.contains(target) && target.isConnected) this.close(); });
    }
  }
}

export function start(form) {
  const panel = new SearchPanel(form);
  panel.listen();
  panel.run();
}
