"""Where the words of a search stand in a text: pieces of it, each marked or not, that whoever shows them escapes."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from moondesk.kit import prepared
from moondesk.tickets.folding import fold, fold_with_places
from moondesk.tickets.search_language import Clause, Kind
from moondesk.tickets.search_text import is_passed_over, is_text, stem_ready, written_query

type Piece = tuple[str, bool]
"""A piece of a text, and whether it was searched for."""

_BEGINNING = 3
"""Letters that the forms of a word share, in the languages whose stems are known."""
BEFORE, LENGTH = 60, 220
_SPACE = re.compile(r"\s+")

_FORMS = """SELECT one.w FROM unnest(%s::text[], %s::text[]) AS one (w, stem)
WHERE to_tsvector('simple', one.w) @@ %s::tsquery OR to_tsvector('english', one.w) @@ %s::tsquery
OR to_tsvector('spanish', one.stem) @@ %s::tsquery"""


class Spot(NamedTuple):
    """Where a word stands in a text, and which word of the search it begins like."""

    start: int
    end: int
    like: str


class Highlighter:
    """Finds the words of one search in texts. Look for all texts first, then ``settle``, then ask what was found."""

    def __init__(self, clauses: Iterable[Clause]) -> None:
        wanted = [tuple(term for term in clause if is_text(term) and not term.negated) for clause in clauses]
        # Words like "the" are asked for nowhere, unless they are all that is asked: nearly all texts have them.
        strong = [clause for clause in wanted if clause and not _is_passed_over(clause)] or wanted
        words = {word for clause in strong for term in clause for word in fold(term.text).split()}
        starts = sorted({word[:_BEGINNING] for word in words}, key=len, reverse=True)
        self.beginnings = frozenset(starts)
        self._starts = starts
        self._pattern = re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, starts))})\S*") if starts else None
        # Each word by itself: one text has this one, and another that.
        query = written_query([clause for clause in wanted if clause], "ABCD") if words else ""
        self._query = re.sub("<->|<[0-9]+>|&", "|", query)
        self._likes: dict[str, str] = {}
        self._hits: frozenset[str] = frozenset()

    @property
    def is_needed(self) -> bool:
        """Say whether there are any words to find."""
        return self._pattern is not None

    def words(self, text: str) -> list[str]:
        """Return the words of a text that begin as one that is looked for does."""
        if self._pattern is None:
            return []
        found: list[str] = self._pattern.findall(fold_with_places(text)[0])
        for word in found:
            if word not in self._likes:
                self._likes[word] = next(start for start in self._starts if word.startswith(start))
        return found

    def likes(self, words: Iterable[str]) -> set[str]:
        """Return how those begin that are looked for and that such words are like."""
        return {self._likes[word] for word in words}

    def settle(self) -> None:
        """Ask once which of the words are forms of what is looked for."""
        words = frozenset(sorted(self._likes)[:5000])
        self._hits = _forms_of(self._query, words) if words and self._query else frozenset()

    def worth(self, words: Sequence[str]) -> int:
        """Return how good a text is to be shown: how many of the words it has, then how often; 0 if none.

        Call ``settle`` before.
        """
        kept = [word for word in words if word in self._hits]
        return 10 * len(self.likes(kept)) + min(len(kept), 5)

    def spots(self, text: str) -> list[Spot]:
        """Return where such forms stand. Call ``settle`` before."""
        if self._pattern is None or not self._hits:
            return []
        folded, places = fold_with_places(text)
        found = []
        for one in self._pattern.finditer(folded):
            if one[0] not in self._hits:
                continue
            end = places[one.end() - 1] + 1
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            found.append(Spot(places[one.start()], end, self._likes[one[0]]))
        return found

    def pieces(self, text: str) -> list[Piece]:
        """Return a whole text in pieces."""
        return cut(text, self.spots(text), 0, len(text))


def _is_passed_over(clause: Clause) -> bool:
    return len(clause) == 1 and clause[0].kind is Kind.WORD and is_passed_over(fold(clause[0].text))


@lru_cache(maxsize=50)
def _forms_of(query: str, words: frozenset[str]) -> frozenset[str]:
    """Return which of the words are forms of those of a query."""
    given = sorted(words)
    stems = [stem_ready(word) for word in given]
    return frozenset(row[0] for row in prepared.rows(_FORMS, [given, stems, query, query, query]))


def cut(text: str, spots: Sequence[Spot], start: int, end: int) -> list[Piece]:
    """Return a stretch of a text in pieces, its space closed up."""
    found: list[Piece] = []
    at = start
    for spot in spots:
        if spot.start < at or spot.end > end:
            continue
        found += [(text[at : spot.start], False), (text[spot.start : spot.end], True)]
        at = spot.end
    found.append((text[at:end], False))
    closed = [(_SPACE.sub(" ", piece), hit) for piece, hit in found]
    return [(piece, hit) for piece, hit in closed if piece]


def passage(text: str, spots: Sequence[Spot]) -> list[Piece]:
    """Return the stretch of a text that has most of the words, from a word's beginning to a word's end."""
    best = max(range(len(spots)), key=lambda at: (_worth(spots, at), -at))
    start = max(0, spots[best].start - BEFORE)
    end = min(len(text), max(start + LENGTH, spots[best].end))
    if start:
        space = re.search(r"\s", text[start : spots[best].start])
        start += space.end() if space else 0
    if end < len(text):
        end = max(text.rfind(" ", spots[best].end, end), spots[best].end)
    pieces = cut(text, spots, start, end)
    before, after = [("… ", False)] if start else [], [(" …", False)] if end < len(text) else []
    return [*before, *pieces, *after]


def _worth(spots: Sequence[Spot], at: int) -> int:
    near = [spot for spot in spots[at : at + 12] if spot.start < spots[at].start + LENGTH - BEFORE]
    return 10 * len({spot.like for spot in near}) + len(near)
