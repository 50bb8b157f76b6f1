"""A web server for looking at a release on this machine: the addresses, types and 404 pages that a real one gives."""

import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from waymarks.equip import is_for_readers, sent
from waymarks.machine.refusals import port_refusal

# What Python knows of these is that of the machine.
_TYPES = {".atom": "application/atom+xml", ".csv": "text/csv; charset=utf-8", ".jsonld": "application/ld+json"}


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, prefix: str, **kwargs: Any) -> None:
        self.prefix = prefix
        super().__init__(*args, **kwargs)

    def end_headers(self) -> None:
        asked = getattr(self, "path", "")  # of an address that is too long nothing is known
        for name, value in sent(Path(self.directory), Path(self.translate_path(asked))).items():
            self.send_header(name, value)
        super().end_headers()

    def guess_type(self, path: Any) -> str:
        return _TYPES.get(Path(path).suffix) or super().guess_type(path)

    def log_message(self, format: str, *args: Any) -> None:
        """Silence: nobody's visit is written down."""

    def send_head(self) -> Any:
        # After a rollback the page to show is the older one: by its date a browser would keep the other.
        del self.headers["If-Modified-Since"]
        path = urlsplit(self.path).path
        if path in ("/", self.prefix.rstrip("/")) and self.prefix != "/":
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", self.prefix)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        if not is_for_readers(unquote(path)):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def translate_path(self, path: str) -> str:
        """What no file can be called leads to where there is none."""
        is_of_site = path.startswith(self.prefix)
        file = super().translate_path("/" + path.removeprefix(self.prefix)) if is_of_site else "\0"
        try:
            Path(file).exists()
        except OSError:
            file = "\0"
        return str(Path(self.directory) / "-") if "\0" in file else file

    def list_directory(self, path: Any) -> None:
        """Servers tell nobody what is in a folder."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = self._not_found_page() if code == HTTPStatus.NOT_FOUND else None
        if page is None:
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _not_found_page(self) -> Path | None:
        """The nearest 404.html upwards from what was asked for, so that each language shows its own."""
        root = Path(self.directory)
        asked = Path(self.translate_path(self.path))
        return next(
            (p / "404.html" for p in asked.parents if p.is_relative_to(root) and (p / "404.html").is_file()), None
        )


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went on to another page before it had all of this one is no fault of anybody."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def server(folder: Path, port: int, site_url: str) -> ThreadingHTTPServer:
    """A server on 127.0.0.1 for `folder`, below the path that `site_url` has. Port 0 takes a free one.

    Connections wait from now on, until its `serve_forever` is called. Raises Failure if the port is in use.
    """
    handler = partial(_Handler, directory=str(folder), prefix=urlsplit(site_url).path or "/")
    try:
        return _Server(("127.0.0.1", port), handler)
    except OSError as error:
        raise (port_refusal(error, port) or error) from None
