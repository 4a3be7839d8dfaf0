"""Writing tickets into a file, some at a time: however many there are, only those at hand are in memory."""

import datetime
import io
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from moondesk.exports.columns import Cell, Column
from moondesk.exports.rules import ExportFormat
from moondesk.kit import spreadsheets

_SHEET_ROWS = 1_048_576
_CELL_LENGTH = 32_767
"""What a sheet of a workbook holds at most, says the format."""
_WIDTH, _WIDE = 16, 48


class Writer(ABC):
    """Writes tickets, which come as JSON, into the file at a path."""

    @abstractmethod
    def add(self, documents: Sequence[str]) -> None:
        """Write some more."""

    @abstractmethod
    def close(self) -> None:
        """Write what comes last."""


def writer_of(format_: ExportFormat, path: Path, columns: Sequence[Column], *, mark: bool) -> Writer:
    """Return what writes such a file; ``mark`` puts the mark before a CSV that Excel needs."""
    if format_ is ExportFormat.JSON:
        return JsonWriter(path)
    return CsvWriter(path, columns, mark=mark) if format_ is ExportFormat.CSV else SheetWriter(path, columns)


class JsonWriter(Writer):
    """One array of tickets, each as the API gives it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8")
        self._before = "[\n"

    def add(self, documents: Sequence[str]) -> None:
        """Write some more."""
        for document in documents:
            self._file.write(self._before + document)
            self._before = ",\n"

    def close(self) -> None:
        """End the array."""
        self._file.write("\n]\n" if self._before != "[\n" else "[]\n")
        self._file.close()


def cells_of(columns: Sequence[Column], document: str) -> list[Cell]:
    """Return the cells of one ticket."""
    ticket = msgspec.json.decode(document)
    return [column.read(ticket) for column in columns]


class CsvWriter(Writer):
    """A table as text. No cell is a formula: a text that could be one begins with an apostrophe."""

    def __init__(self, path: Path, columns: Sequence[Column], *, mark: bool) -> None:
        self._columns = columns
        self._file = path.open("w", encoding="utf-8", newline="")
        self._file.write((spreadsheets.MARK if mark else "") + spreadsheets.line(one.label for one in columns))

    def add(self, documents: Sequence[str]) -> None:
        """Write some more."""
        lines = io.StringIO()
        for document in documents:
            lines.write(spreadsheets.line(_plain(cell) for cell in cells_of(self._columns, document)))
        self._file.write(lines.getvalue())

    def close(self) -> None:
        """Write what is left."""
        self._file.close()


def _plain(cell: Cell) -> "str | spreadsheets.Number":
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return cell


class SheetWriter(Writer):
    """A workbook. Texts are written as texts and marked so, which no program takes for formulas or addresses."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        import xlsxwriter  # takes a tenth of the start of a process, and few write workbooks

        self._columns = columns
        # Rows go to the disk one by one, beside the file.
        options = {"constant_memory": True, "tmpdir": str(path.parent), "use_zip64": True}
        self._book = xlsxwriter.Workbook(str(path), options)
        formats = {"bold": {"bold": True}, "moment": {"num_format": "yyyy-mm-dd hh:mm"}}
        formats |= {"day": {"num_format": "yyyy-mm-dd"}, "quoted": {"quote_prefix": True}}
        self._formats = {name: self._book.add_format(given) for name, given in formats.items()}
        self._row = 0
        self._begin()

    def _begin(self) -> None:
        """Begin a sheet: the first, or one more when the one before is full."""
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        for at, column in enumerate(self._columns):
            self._sheet.set_column(at, at, _WIDE if column.key == "subject" else _WIDTH)
            self._sheet.write_string(0, at, column.label[:_CELL_LENGTH], self._formats["bold"])
        self._row = 1

    def add(self, documents: Sequence[str]) -> None:
        """Write some more."""
        for document in documents:
            if self._row >= _SHEET_ROWS:
                self._begin()
            for at, cell in enumerate(cells_of(self._columns, document)):
                self._write(at, cell)
            self._row += 1

    def _write(self, at: int, cell: Cell) -> None:
        sheet, row, formats = self._sheet, self._row, self._formats
        if cell is None or cell == "":
            return
        if isinstance(cell, datetime.date):
            is_moment = isinstance(cell, datetime.datetime)
            sheet.write_datetime(row, at, cell, formats["moment" if is_moment else "day"])
        elif isinstance(cell, str):
            looks_like_one = spreadsheets.plain(cell) != cell
            sheet.write_string(row, at, cell[:_CELL_LENGTH], formats["quoted"] if looks_like_one else None)
        else:
            sheet.write_number(row, at, cell)

    def close(self) -> None:
        """Put the sheets together."""
        self._book.close()


__all__: list[Any] = ["CsvWriter", "JsonWriter", "SheetWriter", "Writer", "cells_of", "writer_of"]
