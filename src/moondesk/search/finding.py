"""A search from its text to what a page shows: tickets best first, where their words stand, and other kinds of hits."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter

from moondesk.conversations.passages import LATEST, Spoken, spoken_in
from moondesk.organizations.actor import Actor
from moondesk.search.correcting import corrected
from moondesk.search.highlights import Highlighter, Piece, passage
from moondesk.search.ranking import rank
from moondesk.tickets.folding import may_begin
from moondesk.tickets.list_query import ListQuery, Sort
from moondesk.tickets.lists import TicketRow, list_tickets, rows_of
from moondesk.tickets.search_language import Clause, parse

MOST_PASSAGES = 2
_MOST_READ = 2_000_000
"""Characters of messages that are looked through for one page."""


@dataclass(frozen=True)
class Passage:
    """A stretch of a message, or the name of one of its files."""

    message_id: uuid.UUID
    kind: str
    author: str
    at: datetime
    pieces: list[Piece]


@dataclass
class Hit:
    """One ticket that was found."""

    row: TicketRow
    subject: list[Piece] = field(default_factory=list)
    requester: list[Piece] = field(default_factory=list)
    tags: list[list[Piece]] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)


@dataclass(frozen=True)
class Results:
    """One page of tickets, best first. ``corrected`` is the search that was made in place of a misspelt one."""

    hits: list[Hit]
    next: str | None
    is_part: bool = False
    corrected: str = ""


def find_tickets(actor: Actor, asked: str, *, cursor: str = "", limit: int = 25) -> Results:
    """Return one page of the tickets that a member finds. Raises ``InvalidSearch`` and ``InvalidCursor``.

    Without words the tickets that were touched last come first. What is found nowhere and is misspelt is corrected.
    """
    clauses = parse(asked)
    found = _results(actor, asked, clauses, cursor, limit)
    if found.hits or cursor:
        return found
    better = corrected(actor, asked, clauses)
    if not better:
        return found
    other = _results(actor, better, parse(better), "", limit)
    return Results(other.hits, other.next, other.is_part, better) if other.hits else found


def best_tickets(actor: Actor, asked: str, *, limit: int) -> list[TicketRow]:
    """Return the first tickets of a search, without saying where its words stand. Raises ``InvalidSearch``."""
    clauses = parse(asked)
    return _page(actor, asked, clauses, "", limit)[0] if clauses else []


def _results(actor: Actor, asked: str, clauses: list[Clause], cursor: str, limit: int) -> Results:
    rows, after, is_part = _page(actor, asked, clauses, cursor, limit)
    return Results(_shown(actor, clauses, rows), after, is_part)


def _page(
    actor: Actor, asked: str, clauses: list[Clause], cursor: str, limit: int
) -> tuple[list[TicketRow], str | None, bool]:
    """Return the rows of one page, the cursor of the next, and whether these are some of more."""
    ranking = rank(actor, clauses, cursor=cursor, limit=limit) if clauses else None
    if ranking is None:
        listed = list_tickets(actor, ListQuery(q=asked.strip(), sort=Sort.UPDATED, cursor=cursor, limit=limit))
        return listed.rows, listed.next, False
    return rows_of(actor, ranking.ids), ranking.next, ranking.is_part


def _shown(actor: Actor, clauses: Iterable[Clause], rows: list[TicketRow]) -> list[Hit]:
    """Return the tickets with where the words stand in them."""
    marks = Highlighter(clauses)
    texts = _texts(actor, rows, marks) if rows and marks.is_needed else {}
    for row in rows:
        for text in (row.subject, row.requester_shown, *row.tags):
            marks.words(text)
    marks.settle()
    return [
        Hit(
            row,
            marks.pieces(row.subject),
            marks.pieces(row.requester_shown),
            [marks.pieces(tag) for tag in row.tags],
            _passages(texts.get(str(row.id), ()), marks),
        )
        for row in rows
    ]


type _Text = tuple[Spoken, bool, str, list[str]]
"""A message, whether it is of a file, what it says or what the file is called, and what may be a word there."""


def _texts(actor: Actor, rows: list[TicketRow], marks: Highlighter) -> dict[str, list[_Text]]:
    """Return by the ids of tickets, as text, where in them words may stand."""
    found: dict[str, list[_Text]] = defaultdict(list)
    like = may_begin(marks.beginnings)
    left = _look(spoken_in(actor, [row.id for row in rows], like), found, marks, _MOST_READ)
    long = [row.id for row in rows if row.message_count > LATEST and not _all_stand(found[str(row.id)], marks)]
    if long:
        _look(spoken_in(actor, long, like, further=True), found, marks, left)
    return found


def _look(messages: Iterable[Spoken], found: dict[str, list[_Text]], marks: Highlighter, left: int) -> int:
    """Add the texts that may have a word; return how many characters may still be looked through."""
    for spoken in messages:
        for place, text in enumerate((spoken.body, *(spoken.files or ()))):
            left -= len(text)
            words = marks.words(text) if left > 0 else []
            if words:
                found[spoken.read_at].append((spoken, place > 0, text, words))
    return left


def _all_stand(texts: Iterable[_Text], marks: Highlighter) -> bool:
    return marks.beginnings <= {like for *_text, words in texts for like in marks.likes(words)}


def _passages(texts: Iterable[_Text], marks: Highlighter) -> list[Passage]:
    """Return the best of a ticket's texts, of equal ones the latest."""
    weighed = [(marks.worth(words), spoken, is_file, text) for spoken, is_file, text, words in texts]
    best = sorted((one for one in weighed if one[0]), key=itemgetter(0), reverse=True)[:MOST_PASSAGES]
    return [
        Passage(spoken.id, _kind(spoken, is_file=is_file), spoken.author, spoken.at, passage(text, marks.spots(text)))
        for _worth, spoken, is_file, text in best
    ]


def _kind(spoken: Spoken, *, is_file: bool) -> str:
    if is_file:
        return "file"
    return "note" if spoken.is_note else "reply"
