// Another page of the site, or parts of one, as a document. What comes without anything `wanted` is another page: one to log in on, say.

// XMLHttpRequest, because it gives a document without going through a sink that a strict policy forbids.
export const fetchPage = (address, wanted) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.open("GET", address);
  request.responseType = "document";
  request.overrideMimeType("text/html; charset=utf-8"); // parts are sent as text
  request.onload = () => { if (request.status === 200 && request.response?.querySelector(wanted)) resolve(request.response); else reject(new Error(address)); };
  request.onerror = reject;
  request.send();
});
