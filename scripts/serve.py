"""The live preview: shows a change in the browser as soon as it is saved, and what is wrong there and here, line by line."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from terminal import port, run, set_up, step

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=port, default=8000, metavar="N", help="where it is shown (8000)")
    given = parser.parse_args()
    set_up(ROOT, "requirements.txt")
    from waymarks.preview.server import PreviewServer

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    with PreviewServer(given.port) as web, TemporaryDirectory() as folder:
        path = preview(web, Path(folder))
    print(f"{path} has changed: the preview starts anew.", flush=True)
    os.execv(sys.executable, [sys.executable, sys.argv[0], "--port", str(web.server_port)])


def preview(web, folder: Path) -> str:
    """Show the site for as long as it is made by the same tools. The path of the tool that changed is returned."""
    from live_pages import LivePages

    from waymarks.preview.draft import Draft
    from waymarks.preview.following import follow
    from waymarks.preview.watching import Watch
    from waymarks.reading.settings import read_settings, today

    with Watch(ROOT) as watch:
        with step("Read"):
            address = web.address_of(read_settings(ROOT).site_url)
            # A line and its end in one piece: several threads tell.
            day, tell = lambda: today(datetime.now(UTC)), lambda line: print(f"{line}\n", end="", flush=True)
            draft = Draft(ROOT, address, LivePages, day, tell)
            web.show(draft, folder)
        threading.Thread(target=web.serve_forever, daemon=True).start()
        tell(f"The preview is at {address} (stop with Ctrl-C).")
        try:
            return follow(draft, watch.changes(), tell)
        finally:
            web.stop()


if __name__ == "__main__":
    run(main)
