"""The ledger docs/twins.yml: of which text each twin was last confirmed to be the translation, as fingerprints."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from waymarks.ledgers.committed import CommittedList
from waymarks.problems import Problem

LEDGER = "docs/twins.yml"

LIST = CommittedList(
    LEDGER,
    """\
# Which text each translation was last confirmed against: language/statement: fingerprint of the text in the site's first language.
# Written by python3 scripts/check.py --confirm; nobody need write here by hand.
""",
    by=lambda line: line.partition(": "),
)
_LINE = re.compile(r"(?P<key>[A-Za-z-]+/[^\s:]+): (?P<fingerprint>[0-9a-f]{12})")


@dataclass(frozen=True)
class TwinLedger:
    """`confirmed` has the fingerprint by "en/jh-vaerdier-02": the twin's language, then the statement. Where two changes met in
    git it has both: what somebody has confirmed is confirmed, whichever of the texts was kept."""

    confirmed: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    problems: tuple[Problem, ...] = ()


def fingerprint(text: str) -> str:
    """Twelve hexadecimal digits for the words of `text`: white space and where lines may break do not count."""
    words = unicodedata.normalize("NFC", text).replace("\u00ad", "").split()
    return sha256(" ".join(words).encode()).hexdigest()[:12]


def read_twin_ledger(root: Path) -> TwinLedger:
    """What has been confirmed; nothing where there is no ledger. Raises OSError if there is one that can't be read.

    It is read line by line and not as YAML, so that one bad line spoils no other.
    """
    confirmed: dict[str, frozenset[str]] = {}
    problems = tuple(_read(LIST.lines(root), confirmed))
    return TwinLedger(confirmed, problems)


def _read(lines: Iterable[tuple[int, str]], confirmed: dict[str, frozenset[str]]) -> Iterator[Problem]:
    """Fill `confirmed`; yield what is wrong."""
    for number, line in lines:
        found = _LINE.fullmatch(line)
        if not found:
            message, fix = f"The line is not `language/statement: fingerprint`: {line!r}.", "Delete it."
            yield Problem(LEDGER, number, "broken-ledger", message, fix)
        else:
            confirmed[found["key"]] = confirmed.get(found["key"], frozenset()) | {found["fingerprint"]}
