"""Reading the values of terms: words that are known, names that begin so, or that there is none."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from moondesk.tickets.folding import fold
from moondesk.tickets.search_language import InvalidSearch, Term, Value, refuse

NONE = ("none", "nobody", "nadie", "ninguno", "ninguna")
ME = ("me", "yo")
_MOST_NAMED = 20
"""So many values are named where one is not known: more are not read."""


def unknown(term: Term, value: Value, known: Iterable[str] = ()) -> InvalidSearch:
    """Return the error that marks a value, with those that there are."""
    there = list(known)
    words = {"key": term.key, "value": value.text[:60], "known": ", ".join(there)}
    text = _("“%(value)s” is no value of %(key)s:.")
    if 0 < len(there) <= _MOST_NAMED:
        text = _("“%(value)s” is no value of %(key)s: (%(known)s).")
    return refuse(text % words, value.start, value.end)


def no_operator(term: Term) -> None:
    """Refuse a comparison where there is nothing to compare."""
    if term.operator not in ("", "="):
        words = {"key": term.key, "operator": term.operator}
        raise term.refusal(_("%(key)s: cannot be compared by %(operator)s.") % words)


def words_of(term: Term, known: dict[str, Any]) -> list[Any]:
    """Return what the values stand for, in any case and without accents."""
    no_operator(term)
    found = []
    for value in term.values:
        if fold(value.text) not in known:
            raise unknown(term, value, dict.fromkeys(str(one) for one in known.values()))
        found.append(known[fold(value.text)])
    return found


def labelled(rows: Iterable[Any]) -> dict[str, str]:
    """Return the keys of rows by their labels in all languages, folded."""
    known: dict[str, str] = {}
    for row in rows:
        for label in row.labels.values():
            known.setdefault(fold(str(label)), row.key)
    return known | {fold(row.key): row.key for row in rows}


def or_none(term: Term, column: str, read: Callable[[Term], Q]) -> Q:
    """Read a term of which some values may say that there is none."""
    no_operator(term)
    rest = tuple(value for value in term.values if value.text.casefold() not in NONE)
    wanted = Q() if len(rest) == len(term.values) else Q(**{column: None})
    if not rest:
        return wanted
    some = read(Term(term.kind, term.start, term.end, term.text, key=term.key, values=rest))
    return wanted | some if wanted else some


def named(term: Term, rows: Iterable[tuple[uuid.UUID, str, str]]) -> set[uuid.UUID]:
    """Return the ids of rows whose name has words that begin as the value's do, or whose other name is the value."""
    given = [(pk, fold(name).split(), other.casefold()) for pk, name, other in rows]
    found: set[uuid.UUID] = set()
    for value in term.values:
        asked = fold(value.text).split()
        those = {
            pk
            for pk, name, other in given
            if value.text.casefold() in (other, str(pk))
            or (asked and all(any(word.startswith(one) for word in name) for one in asked))
        }
        if not those:
            raise unknown(term, value)
        found |= those
    return found
