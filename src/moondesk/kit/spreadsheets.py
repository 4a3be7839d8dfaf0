"""Tables as CSV (RFC 4180) that spreadsheets open without running anything that stands in them."""

import csv
import io
from collections.abc import Callable, Iterable

MARK = "\ufeff"
"""The byte order mark: without it Excel takes UTF-8 for something else. Programs are better off without."""

type Cells[T] = Callable[[T], Iterable[str]]
type Number = int | float

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def plain(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: one that could be begins with an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


def line(cells: Iterable[str | Number]) -> str:
    """Return one line of a table. Numbers stay numbers, also below zero."""
    out = io.StringIO()
    plainly = [plain(cell) if isinstance(cell, str) else cell for cell in cells]
    csv.writer(out, lineterminator="\r\n").writerow(plainly)
    return out.getvalue()
