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

# The records that others hold, by the field that holds them: each has a line of its own.
_NESTED = {"rows": records.Row}


def table(dataset: Dataset, languages: Sequence[Language]) -> str:
    """The dataset as CSV."""
    codes = [language.code for language in languages]
    written = io.StringIO()
    out = csv.writer(written, lineterminator="\r\n")
    out.writerow(_columns(dataset.record, codes))
    for record in dataset.records:
        for line in _lines(record.model_dump(mode="json"), dataset.record, codes):
            out.writerow(map(_cell, line))
    return written.getvalue()


def _columns(record: type[records.Record], codes: Sequence[str]) -> list[str]:
    found = []
    for name, field in record.model_fields.items():
        if name in _NESTED:
            found += [f"row_{column}" for column in _columns(_NESTED[name], codes)]
        elif name == "texts":
            found += [f"{part}_{code}" for part in _parts(field.annotation) for code in codes]
        elif _by_language(field.annotation):
            found += [f"{name}_{code}" for code in codes]
        else:
            found.append(name)
    return found


def _lines(record: dict[str, Any], model: type[records.Record], codes: Sequence[str]) -> Iterator[list[Any]]:
    """The cells of a record, once for each record that it holds."""
    nested = next((name for name in record if name in _NESTED), None)
    if nested is None:
        yield list(_values(record, model, codes))
        return
    for inner in record[nested]:
        yield list(_values({**record, nested: inner}, model, codes))


def _values(record: dict[str, Any], model: type[records.Record], codes: Sequence[str]) -> Iterator[Any]:
    for name, field in model.model_fields.items():
        value = record[name]
        if name in _NESTED:
            yield from _values(value, _NESTED[name], codes)
        elif name == "texts":
            yield from (value.get(code, {}).get(part) for part in _parts(field.annotation) for code in codes)
        elif _by_language(field.annotation):
            yield from (value.get(code) for code in codes)
        else:
            yield value


def _parts(annotation: Any) -> list[str]:
    """What a text in one language has."""
    return list(annotation.__args__[1].model_fields)


def _by_language(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) is dict


def _cell(value: Any) -> str:
    text = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text
