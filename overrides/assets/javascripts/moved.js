// What has moved leads on: the statement that the address names, else the page, with whatever the address names there.

function follow() {
  const page = document.querySelector("[data-moved-page]");
  const link = document.getElementById(location.hash.slice(1))?.querySelector(":scope > [data-moved]") ?? page;
  if (!link) return;
  if (link === page) page.hash = location.hash;
  location.replace(link.href);
}

addEventListener("hashchange", follow);
follow();
