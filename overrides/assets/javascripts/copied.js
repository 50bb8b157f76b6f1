// Tells what has become of an address that somebody wanted to copy.

export async function start(address, status, outcome, fetchPart) {
  const words = await fetchPart("copying").then(({ dataset }) => dataset[outcome], () => "{address}");
  status.textContent = words.replace("{address}", address);
  const told = new AbortController();
  const end = () => { if (!told.signal.aborted) status.textContent = ""; told.abort(); };
  if (outcome === "done") setTimeout(end, 8000);
  // It may lie over what somebody goes on to; the address in it can be marked and copied.
  const { signal } = told;
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape") end(); }, { signal });
  document.addEventListener("pointerdown", ({ target }) => { if (!status.contains(target)) end(); }, { signal });
  document.addEventListener("focusin", ({ target }) => { if (!target.contains(status)) end(); }, { signal }); // a click in it focuses <main>
}
