"""Compact: values and numbers for programs to read, in as few signs as their form allows."""

import json
from typing import Any

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def compact(value: Any) -> str:
    """On one line, without blanks; letters stand as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def base36(number: int) -> str:
    """Not for numbers below 0."""
    return _DIGITS[number] if number < 36 else base36(number // 36) + _DIGITS[number % 36]
