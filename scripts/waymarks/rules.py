"""The rules in words: what each is for, a wrong and a right example, as they stand in scripts/rules.md."""

import re
from pathlib import Path


def read_rules(root: Path) -> dict[str, str]:
    """By the name of the rule: what scripts/rules.md says of it. Raises OSError."""
    parts = re.split(r"(?m)^### (?=[a-z])", (root / "scripts" / "rules.md").read_text("utf-8"))[1:]
    return {part.partition("\n")[0].strip(): _whole(part) for part in parts}


def _whole(part: str) -> str:
    """The part without the heading of the next chapter."""
    return re.split(r"(?m)^## ", part)[0].strip()
