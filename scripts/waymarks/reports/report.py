"""What every report is."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Report:
    """The same twice: `text` for people, `data` for programs."""

    text: str
    data: Any

    def as_json(self) -> str:
        return json.dumps(self.data, ensure_ascii=False, indent=2)
