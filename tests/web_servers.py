"""Web servers on this machine: Python's own, and real ones, set up as the README says with the files that a release brings."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path

import machine
from waymarks.releases.server import server

# Debian's workers are somebody else than root, so that they can't read what a test made for itself alone.
_USER = "www-data"

_NGINX = """\
{user}
load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
error_log {work}/error.log;
pid {work}/nginx.pid;
daemon off;
events {{ }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {work}/a; proxy_temp_path {work}/b; fastcgi_temp_path {work}/c;
    uwsgi_temp_path {work}/d; scgi_temp_path {work}/e;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        include {release}/.server/nginx.conf;
        include {release}/.server/nginx-brotli.conf;
    }}
}}
"""
_CADDY = """\
{{
    admin off
    auto_https off
    storage file_system {work}/caddy
}}
http://127.0.0.1:{port} {{
    root * {root}
    import {release}/.server/Caddyfile
}}
"""
_APACHE = """\
{modules}
ServerName 127.0.0.1
ServerRoot {work}
DefaultRuntimeDir {work}
PidFile {work}/apache.pid
ErrorLog {work}/error.log
TypesConfig /etc/mime.types
{user}
Listen 127.0.0.1:{port}
DocumentRoot {root}
Alias /previous/assets {previous}/assets
{folders}
"""
_FOLDER = """\
<Directory {0}>
    AllowOverride All
    Options FollowSymLinks
    Require all granted
</Directory>
"""
_MODULES = "mpm_event authz_core mime alias dir headers rewrite setenvif".split()
_AS_ROOT = {"nginx": f"user {_USER};", "apache2": f"User {_USER}\nGroup {_USER}"}


@contextmanager
def answering(web: ThreadingHTTPServer) -> Iterator[str]:
    """The address of the server, which answers as long as it is needed."""
    # It looks whether it is to end that often: else a test that ends it waits for half a second.
    threading.Thread(target=web.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{web.server_port}"
    finally:
        web.shutdown()
        web.server_close()


def serving(folder: Path, site_url: str = "https://preview.example/") -> AbstractContextManager[str]:
    """The address of `folder`, as long as it is needed."""
    return answering(server(folder, 0, site_url))


@contextmanager
def serve(name: str, root: Path, release: Path, work: Path) -> Iterator[str]:
    """The address of a real web server whose root is `root`, set up with the files of `release`; `work` is its own folder."""
    work.mkdir(exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    user = _AS_ROOT.get(name, "") if os.geteuid() == 0 else ""
    modules = "\n".join(f"LoadModule {one}_module /usr/lib/apache2/modules/mod_{one}.so" for one in _MODULES)
    text = {"nginx": _NGINX, "caddy": _CADDY, "apache2": _APACHE}[name]
    previous = release.resolve().parents[1] / "previous"
    configuration = work / "server.conf"
    configuration.write_text(
        text.format(
            user=user,
            modules=modules,
            work=work,
            root=root,
            release=release,
            previous=previous,
            folders="".join(map(_FOLDER.format, (root, previous))),
            port=port,
        ),
        "utf-8",
    )
    with (work / "output").open("w") as output:
        process = subprocess.Popen(_command(name, configuration), cwd=work, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait(process, port, work)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _command(name: str, configuration: Path) -> list[str]:
    command = machine.program(name)
    return {
        "nginx": [command, "-c", str(configuration), "-p", str(configuration.parent), "-e", "stderr"],
        "caddy": [command, "run", "--config", str(configuration), "--adapter", "caddyfile"],
        "apache2": [command, "-f", str(configuration), "-D", "FOREGROUND"],
    }[name]


def _wait(process: subprocess.Popen[bytes], port: int, work: Path) -> None:
    for _ in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, (work / "output").read_text() + "".join(
            log.read_text() for log in work.glob("error.log")
        )
        time.sleep(0.05)
    raise AssertionError(f"{process.args} does not answer")
