// How the reader wants to see the site: the form of the reading help, and what is done when a choice is made or all are deleted.

import { part } from "./parts.js";

// `choose(name, value)` keeps a choice and says whether it could, `forget()` deletes all of them.
export async function start(help, choose, forget) {
  const { dataset } = document.documentElement;
  const form = await part("help");
  const fields = [...form.querySelectorAll("select")];
  const status = form.querySelector("[role=status]");
  const show = () => {
    for (const field of fields) {
      field.value = dataset[field.name] ?? "";
      if (field.selectedIndex < 0) field.selectedIndex = 0; // what an older release let choose
    }
  };
  show();
  // In another tab. preferences.js listens too, and before this.
  addEventListener("storage", show);
  form.addEventListener("change", ({ target }) => {
    status.textContent = choose(target.name, target.value) ? "" : status.dataset.refused;
    if (target.value) dataset[target.name] = target.value; else delete dataset[target.name];
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const field of fields) delete dataset[field.name];
    forget();
    show();
    status.textContent = status.dataset.deleted;
  });
  help.append(form);
}
