"""The language of search, read into terms that know where they stood. Pure: no database, no clock.

``status:open priority:>=high -tag:spam "exact phrase" word* red OR green``. Everything must hold; ``OR`` between two
terms lets either hold; ``-`` before a term turns it round.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from moondesk.tickets.list_errors import InvalidList
from moondesk.tickets.list_query import SEARCH_LENGTH

MOST_TERMS = 40
"""How many terms a search can have, each value of a field counted: every one is a condition to plan and to look for."""
_KEY = re.compile(r"([^\W\d_][\w-]{0,39}(?:\.\w{1,40})?):(?!//|\s|$)")
_ADDRESS = re.compile(r"(?:https?|mailto|ftp|tel|file):", re.IGNORECASE)
_OPERATOR = re.compile(r">=|<=|>|<|=")


class InvalidSearch(InvalidList):
    """What was asked cannot be understood; ``extra['place']`` says from which character to which it stands."""

    code = "invalid_search"


def refuse(text: str, start: int, end: int) -> InvalidSearch:
    """Return the error that says what is wrong with a part of what was asked."""
    return InvalidSearch(text, fields={"q": text}, extra={"place": {"start": start, "end": end}})


class Kind(StrEnum):
    """What a term is."""

    WORD = "word"
    PHRASE = "phrase"
    FIELD = "field"


@dataclass(frozen=True)
class Value:
    """One value of a field, and where it stood."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Term:
    """One thing that must hold, or must not."""

    kind: Kind
    start: int
    end: int
    text: str = ""
    negated: bool = False
    prefix: bool = False
    key: str = ""
    operator: str = ""
    values: tuple[Value, ...] = ()

    def refusal(self, text: str) -> InvalidSearch:
        """Return the error that marks this term."""
        return refuse(text, self.start, self.end)


type Clause = tuple[Term, ...]
"""Terms of which one must hold."""


def parse(asked: str) -> list[Clause]:
    """Read what was asked. Raises ``InvalidSearch``."""
    if len(asked) > SEARCH_LENGTH:
        text = _("A search can have %(most)s characters. This one has %(count)s.")
        raise refuse(text % {"most": SEARCH_LENGTH, "count": len(asked)}, SEARCH_LENGTH, len(asked))
    if "\0" in asked:
        at = asked.index("\0")
        raise refuse(_("There is a character in this that no text can have."), at, at + 1)
    return _Reader(asked).clauses()


def as_words(text: str) -> str:
    """Return a text as a search for its words, whatever it has that the language knows."""
    words = text.replace("\0", " ").replace('"', " ").replace(":", " ").split()
    plain = [word.lstrip("-").rstrip("*") for word in words if word != "OR"]
    return " ".join(word for word in plain if word)[:SEARCH_LENGTH]


class _Reader:
    def __init__(self, asked: str) -> None:
        self.asked, self.at = asked, 0

    def clauses(self) -> list[Clause]:
        found: list[Clause] = []
        count, joining = 0, -1
        while self._skip():
            start = self.at
            if found and re.match(r"OR(?=\s|$)", self.asked[start:]):
                self.at, joining = start + 2, start
                continue
            term = self._term()
            count += max(1, len(term.values))
            if count > MOST_TERMS:
                raise refuse(_("A search can have %(most)s parts.") % {"most": MOST_TERMS}, start, len(self.asked))
            if joining >= 0:
                found[-1] = (*found[-1], term)
            else:
                found.append((term,))
            joining = -1
        if joining >= 0:
            raise refuse(_("Something is missing after OR."), joining, joining + 2)
        return found

    def _skip(self) -> bool:
        while self.at < len(self.asked) and self.asked[self.at].isspace():
            self.at += 1
        return self.at < len(self.asked)

    def _term(self) -> Term:
        start = self.at
        rest = self.asked[start + 1 : start + 2]
        negated = self.asked[start] == "-" and bool(rest) and not rest.isspace()
        self.at += negated
        if self.asked[self.at] == '"':
            text = self._quoted()
            return Term(Kind.PHRASE, start, self.at, text, negated)
        key = _KEY.match(self.asked, self.at)
        if key and not _ADDRESS.match(self.asked, self.at):
            return self._field(start, key, negated=negated)
        text = self._until(r"[^\s\"]+")
        prefix = len(text) > 1 and text.endswith("*")
        return Term(Kind.WORD, start, self.at, text.rstrip("*") if prefix else text, negated, prefix)

    def _field(self, start: int, key: re.Match[str], *, negated: bool) -> Term:
        self.at = key.end()
        operator = _OPERATOR.match(self.asked, self.at)
        if operator:
            self.at = operator.end()
        values: list[Value] = []
        while True:
            begin = self.at
            quoted = self.asked[begin : begin + 1] == '"'
            text = self._quoted() if quoted else self._until(r"[^\s\",]+")
            if not text.strip():
                end = max(self.at, start + 1)
                raise refuse(_("A value is missing after %(key)s:.") % {"key": key[1]}, start, end)
            values.append(Value(text.strip(), begin, self.at))
            if self.asked[self.at : self.at + 1] != ",":
                break
            self.at += 1
        sign = operator[0] if operator else ""
        name = key[1].lower()
        return Term(Kind.FIELD, start, self.at, self.asked[start : self.at], negated, False, name, sign, tuple(values))

    def _quoted(self) -> str:
        begin = self.at
        end = self.asked.find('"', begin + 1)
        if end < 0:
            raise refuse(_("This quotation mark has no other one that ends it."), begin, len(self.asked))
        self.at = end + 1
        return self.asked[begin + 1 : end]

    def _until(self, pattern: str) -> str:
        found = re.compile(pattern).match(self.asked, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found[0]
