"""Which links to other sites are dead. It asks those sites, one after the other, so it is made only when asked for."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urldefrag, urlsplit
from urllib.request import Request, build_opener

from waymarks.grouping import grouped
from waymarks.problems import counted
from waymarks.reports.report import Asked, Report
from waymarks.site import Site

# Who asks, so that a server's owner can see it. Nothing else is told: urllib sends and keeps no cookie.
_AGENT = "Pejlemaerker link report"
_PAUSE = 1.0  # seconds before the next server is asked
# The page is gone (RFC 9110, 15.5.5 and 15.5.11). Other refusals may only be of programs.
_GONE = (404, 410)


@dataclass(frozen=True)
class Answer:
    """What another's server says of `address`, on the pages `places` ("path:line"). `state` is "works", "dead" or
    "unsure"."""

    address: str
    places: tuple[str, ...]
    state: str
    reason: str = ""


def external(site: Site) -> dict[str, tuple[str, ...]]:
    """Every address on another host that a page links to, without what follows `#`, and where."""
    links = ((urldefrag(one.target)[0], f"{page.path}:{one.line}") for page in site.pages for one in page.links)
    found = grouped((address, place) for address, place in links if _is_external(address))
    return dict(sorted(found.items()))


def _is_external(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def ask(address: str, timeout: float) -> tuple[str, str]:
    """The state of an address, and why. HEAD costs the other server least; who does not know it is asked for the page."""
    state, reason = _answer(address, "HEAD", timeout)
    return (state, reason) if state == "works" else _answer(address, "GET", timeout)


def _answer(address: str, method: str, timeout: float) -> tuple[str, str]:
    # What is not ASCII is sent as browsers send it; what is escaped already stays. A host has its name in ASCII from who reads the Markdown.
    request = Request(quote(address, safe="%/:?#[]@!$&'()*+,;=~"), method=method, headers={"User-Agent": _AGENT})  # noqa: S310 - http and https only
    try:
        with build_opener().open(request, timeout=timeout):
            return "works", ""
    except HTTPError as refused:
        return "dead" if refused.code in _GONE else "unsure", f"{refused.code} {refused.reason}"
    except TimeoutError:
        return "dead", _late(timeout)
    except URLError as error:
        return "dead", _late(timeout) if isinstance(error.reason, TimeoutError) else f"{error.reason}"
    except (OSError, HTTPException, ValueError) as error:
        return "dead", f"{error}"


def _late(timeout: float) -> str:
    return f"no answer within {timeout:g} seconds"


def report(asked: Asked, wait: Callable[[float], None] = time.sleep) -> Report:
    """A line for each address that does not work, and where it stands. `wait` is called with the seconds between two."""
    answers: list[Answer] = []
    for address, places in external(asked.site).items():
        if answers:
            wait(_PAUSE)
        answers.append(Answer(address, places, *ask(address, asked.timeout)))
    told = [one for one in answers if one.state != "works"]
    dead = sum(one.state == "dead" for one in told)
    summary = f"{counted(len(answers), 'address', 'addresses')} on other sites: {dead} dead, {len(told) - dead} that do not say."
    lines = (f"{one.address}\n  {one.state}: {one.reason}\n  " + "\n  ".join(one.places) for one in told)
    return Report("\n\n".join((summary, *lines)), summary, [vars(one) for one in answers])
