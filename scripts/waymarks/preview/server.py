"""The web server of the preview: on this machine alone, for pages that are made as they are asked for."""

import json
import mimetypes
import sys
import traceback
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from waymarks.equipment.policy import REVALIDATE, headers, inline_scripts
from waymarks.equipment.whitespace import without_indentation
from waymarks.folders import EDITOR
from waymarks.machine.refusals import port_refusal
from waymarks.preview.draft import Draft, Shown
from waymarks.preview.editor import LiveEditor
from waymarks.preview.panel import panel, words_in
from waymarks.preview.search import SearchIndex
from waymarks.search import FOLDER as SEARCH

OWN = ".preview/"  # below the site: what no release has
_HERE = Path(__file__).parent
_ASKED = 15.0  # seconds after which a browser that listens is written to, to learn whether it is still there
_SUFFIXES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".webp": "image/webp"}


class PreviewServer(ThreadingHTTPServer):
    """A server on 127.0.0.1. `prefix` is the site's path on its host. Port 0 takes a free one."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError as error:
            raise (port_refusal(error, port) or error) from None
        self.hosts = {f"{name}:{self.server_port}" for name in ("127.0.0.1", "localhost")}

    def address_of(self, site_url: str) -> str:
        """Where a site is shown here that has the address `site_url` when it is published: in the same folder."""
        return f"http://127.0.0.1:{self.server_port}{urlsplit(site_url).path or '/'}"

    def stop(self) -> None:
        self.draft.stop()
        self.search.stop()

    def show(self, draft: Draft, folder: Path) -> None:
        """What is shown, from before the first request on. `folder` is for what is made besides pages.

        Raises as editing.editor does.
        """
        self.draft, self.search, self.editor = draft, SearchIndex(draft, folder), LiveEditor(draft, folder / EDITOR)
        self.prefix = urlsplit(draft.site_url).path or "/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of an answer is no fault of anybody; all else is told of, in one line."""
        error = sys.exception()
        if error and not isinstance(error, ConnectionError):
            last = traceback.extract_tb(error.__traceback__)[-1]
            said = f"{type(error).__name__}: {' '.join(str(error).split())} ({Path(last.filename).name}:{last.lineno})"
            fix = "Load the page again; if this is told again, tell a developer."
            self.draft.tell(f"A browser could not be answered: {said}. {fix}")


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    protocol_version = "HTTP/1.1"  # a page asks for ten files, by one connection

    def do_GET(self) -> None:
        if self.headers.get("Host") not in self.server.hosts:
            # Another name that leads here is somebody else's page, reading along (DNS rebinding).
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"This is a preview at http://127.0.0.1.\n", "text/plain")
            return
        path = unquote(urlsplit(self.path).path)
        if not path.startswith(self.server.prefix):
            self._lead(self.server.prefix)
            return
        path = path.removeprefix(self.server.prefix)
        if path == f"{OWN}events":
            self._listen()
        elif path.startswith(OWN):
            self._file(_HERE, path.removeprefix(OWN))
        elif path.startswith(SEARCH):
            self._file(self.server.search.folder(path), path.removeprefix(SEARCH))
        elif self._is_of_editor(self.server.prefix + path):
            self._editor(path.removeprefix(EDITOR))
        else:
            self._site(path)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Silence: problems alone are told of."""

    def _site(self, path: str) -> None:
        draft = self.server.draft
        url = path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path
        if source := draft.files.get(url):
            self._kept(source)
        elif url.startswith("assets/") and not url.endswith(".txt"):
            self._file(draft.root / "overrides/assets", url.removeprefix("assets/"))
        elif url.endswith("qr.svg") and (picture := draft.picture(url)):
            self._send(HTTPStatus.OK, picture, "image/svg+xml")
        elif "." in url.rpartition("/")[2]:
            self._text(url)
        elif not url or url.endswith("/"):
            self._page(url, draft.shown(url))
        elif draft.shown(f"{url}/").found:
            self._lead(f"{self.server.prefix}{url}/")
        else:
            self._page(url, draft.shown(url))

    def _is_of_editor(self, path: str) -> bool:
        return self.server.editor.is_wanted and f"{path}/".startswith(f"{self.server.prefix}{EDITOR}/")

    def _editor(self, path: str) -> None:
        """What stands below the page on which texts are changed."""
        editor, name = self.server.editor, path.removeprefix("/")
        if not path:
            self._lead(f"{self.server.prefix}{EDITOR}/")
        elif name in ("", "index.html"):
            self._send(HTTPStatus.OK, self._with_panel(editor.page.encode(), EDITOR), "text/html")
        elif name.startswith("config.") and (form := editor.form(name)):
            self._send(HTTPStatus.OK, form.encode(), "application/yaml")
        else:
            self._file(editor.folder, name)

    def _text(self, url: str) -> None:
        """A file that is a template too, such as the site map."""
        shown = self.server.draft.shown(url)
        if shown.found:
            self._send(HTTPStatus.OK, shown.text.encode(), mimetypes.guess_type(url)[0] or "text/plain")
        else:
            self._page(url, shown)

    def _page(self, url: str, shown: Shown) -> None:
        body, tag = self._dressed(url, shown)
        status = HTTPStatus.OK if shown.found else HTTPStatus.NOT_FOUND
        if not shown.text:
            status = HTTPStatus.SERVICE_UNAVAILABLE
        self._send(status, self._with_panel(body, tag), "text/html")

    def _with_panel(self, page: bytes, tag: str) -> bytes:
        """A module, whose names are not those of the site's own scripts."""
        own = f'<script type="module" src="{self.server.prefix}{OWN}panel.js" data-page="{tag}"></script>\n</head>'.encode()
        return page.replace(b"</head>", own, 1)

    def _dressed(self, url: str, shown: Shown) -> tuple[bytes, str]:
        """The page as a release has it, and what tells it from another text of the same page."""
        draft = self.server.draft
        if shown.text:
            body = without_indentation(shown.text.encode())
        else:
            words = words_in(draft, url)
            title, lang = words("preview_blocked"), words.code
            body = (_HERE / "blocked.html").read_text("utf-8").format(lang=lang, title=title).encode()
        return body, sha256(body + str(draft.styles).encode()).hexdigest()[:16]

    def _file(self, folder: Path, path: str) -> None:
        """A file below `folder` and nowhere else."""
        try:
            file = (folder / path).resolve(strict=True)
        except (OSError, ValueError, RuntimeError):  # it is not there, nothing can be called that, it links to itself
            file = folder
        inside = file.is_relative_to(folder.resolve()) and file.suffix not in (".py", ".html")
        self._kept(file if inside else folder)

    def _kept(self, file: Path) -> None:
        if not file.is_file():
            url = unquote(urlsplit(self.path).path).removeprefix(self.server.prefix)
            self._page(url, self.server.draft.shown(url))
            return
        about = file.stat()
        tag = f'"{about.st_mtime_ns}-{about.st_size}"'
        if self.headers.get("If-None-Match") == tag:
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.end_headers()
        else:
            self._send(HTTPStatus.OK, file.read_bytes(), _type(file), tag)

    def _lead(self, to: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", quote(to))  # a header holds no other letters than those of Latin-1
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, body: bytes, kind: str, tag: str = "") -> None:
        self.send_response(status)
        if tag:
            self.send_header("ETag", tag)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", REVALIDATE)
        own = self.server.editor.headers if self._is_of_editor(unquote(urlsplit(self.path).path)) else {}
        for name, value in {**headers(sorted(inline_scripts(body)), ""), **own}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _listen(self) -> None:
        """Tell the browser, now and whenever something changes, what the page is and what is wrong with it."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        asked = parse_qs(urlsplit(self.path).query)
        path, place = (asked.get(key, [""])[0] for key in ("page", "place"))
        url = path.removeprefix(self.server.prefix).removesuffix("index.html")
        draft, told = self.server.draft, -1
        while True:
            now = draft.after(told, _ASKED)
            same, told = now == told, now
            self.wfile.write(b":\n\n" if same else f"data: {json.dumps(self._state(url, place))}\n\n".encode())
            self.wfile.flush()

    def _state(self, url: str, place: str) -> dict[str, Any]:
        draft, editor = self.server.draft, self.server.editor
        if editor.is_wanted and url == f"{EDITOR}/":  # never loaded anew: somebody writes there
            return {"page": EDITOR, "panel": panel(draft, editor.url_of(place) or url)}
        return {"page": self._dressed(url, draft.shown(url))[1], "panel": panel(draft, url)}


def _type(file: Path) -> str:
    return _SUFFIXES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
