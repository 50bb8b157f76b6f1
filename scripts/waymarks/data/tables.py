"""Tables: records as CSV, a line for each, to be opened in a spreadsheet.

What is in each language has a column for each, `text_da`; ids in a list stand in one cell, a space between them. Source:
RFC 4180.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from waymarks.data import records
from waymarks.data.datasets import Dataset
from waymarks.reading.settings import Language

# With these a spreadsheet takes a cell for a formula. Source: OWASP, "CSV Injection".
_FORMULA = re.compile(r"[=+\-@\t\r]")

# The records that others hold, by the field that holds them: each has a line of its own, `row_id`.
_NESTED = {"rows": records.Row}


def table(dataset: Dataset, languages: Sequence[Language]) -> str:
    """The dataset as CSV."""
    columns = dict(_columns(dataset.record, [language.code for language in languages]))
    written = io.StringIO()
    out = csv.writer(written, lineterminator="\r\n")
    out.writerow(columns)
    for record in dataset.records:
        for line in _lines(record.model_dump(mode="json")):
            out.writerow(_cell(_found(line, way)) for way in columns.values())
    return written.getvalue()


def _columns(record: type[records.Record], codes: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """The name of each column, and by which names its value is found in a record."""
    for name, field in record.model_fields.items():
        if name in _NESTED:
            for column, way in _columns(_NESTED[name], codes):
                yield f"row_{column}", (name, *way)
        elif name == "texts":
            parts = field.annotation.__args__[1].model_fields  # type: ignore[union-attr]
            yield from ((f"{part}_{code}", (name, code, part)) for part in parts for code in codes)
        elif getattr(field.annotation, "__origin__", None) is dict:
            yield from ((f"{name}_{code}", (name, code)) for code in codes)
        else:
            yield name, (name,)


def _lines(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The record, once for each that it holds."""
    nested = next((name for name in record if name in _NESTED), None)
    return [{**record, nested: inner} for inner in record[nested]] if nested else [record]


def _found(value: Any, way: Sequence[str]) -> Any:
    for name in way:
        value = (value or {}).get(name)
    return value


def _cell(value: Any) -> str:
    text = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text
