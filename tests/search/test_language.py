"""The language of search, read without a database: what it means, and where it is wrong."""

import datetime
import itertools
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moondesk.tickets.folding import fold, fold_with_places
from moondesk.tickets.search_language import InvalidSearch, Kind, parse
from moondesk.tickets.search_times import read_stretch

MADRID = zoneinfo.ZoneInfo("Europe/Madrid")
NOW = datetime.datetime(2026, 11, 21, 15, 30, tzinfo=MADRID)


def shown(asked: str) -> list[str]:
    """Return the terms in a short form: -, kind, key, operator, text or values, * for a beginning."""
    found = []
    for clause in parse(asked):
        parts = [
            f"{'-' * term.negated}{term.kind[0]}:{term.key}{term.operator}"
            + (",".join(one.text for one in term.values) if term.kind is Kind.FIELD else term.text)
            + "*" * term.prefix
            for term in clause
        ]
        found.append(" OR ".join(parts))
    return found


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("", []),
        ("   ", []),
        ("printer jam", ["w:printer", "w:jam"]),
        (
            'status:open priority:>=high "paper jam" -word',
            ["f:statusopen", "f:priority>=high", "p:paper jam", "-w:word"],
        ),
        ("created:>7d due:<2d", ["f:created>7d", "f:due<2d"]),
        ('-"never this" inv*', ["-p:never this", "w:inv*"]),
        ("red OR green blue", ["w:red OR w:green", "w:blue"]),
        ('tag:a,b company:"Acme, Inc",x', ["f:taga,b", "f:companyAcme, Inc,x"]),
        ("field.order:7 -is:done STATUS:open", ["f:field.order7", "-f:isdone", "f:statusopen"]),
        ("at 12:30 see https://a.test/x?y Error: no - *", None),
        ("قم بالطباعة 🎉 100% _", ["w:قم", "w:بالطباعة", "w:🎉", "w:100%", "w:_"]),
        ("or OR ORANGE", ["w:or OR w:ORANGE"]),
    ],
)
def test_what_is_meant(asked: str, meant: list[str] | None) -> None:
    if meant is None:
        assert all(one.startswith("w:") for one in shown(asked))
    else:
        assert shown(asked) == meant


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ('printer "jam', 8, 12),
        ("a OR", 2, 4),
        ("ok tag:", None, None),
        ('x tag:""', 2, 8),
        ("tag:a, b", 0, 6),
        ("a\0b", 1, 2),
        ("x" * 1001, 1000, 1001),
        ("a " * 41, 80, 82),
        (f"x tag:{','.join('a' * 40)}", 2, 85),
    ],
)
def test_what_is_wrong_is_marked(asked: str, start: int | None, end: int | None) -> None:
    if start is None:
        assert shown(asked) == ["w:ok", "w:tag:"]
        return
    with pytest.raises(InvalidSearch) as refused:
        parse(asked)
    assert refused.value.extra["place"] == {"start": start, "end": end}
    assert refused.value.code == "invalid_search"


@given(st.text(alphabet=st.sampled_from("ab:\",.-* <>=ORñ\u0301\u200f🎉%\\'\n"), max_size=60) | st.text(max_size=60))
def test_anything_can_be_read_or_is_refused_inside_of_it(asked: str) -> None:
    try:
        clauses = parse(asked)
    except InvalidSearch as error:
        place = error.extra["place"]
        assert 0 <= place["start"] < place["end"] <= len(asked)
        return
    terms = [term for clause in clauses for term in clause]
    assert all(asked[term.start : term.end].strip() for term in terms)
    assert all(one.end <= two.start for one, two in itertools.pairwise(terms))


@pytest.mark.parametrize(
    ("operator", "text", "ahead", "first", "after"),
    [
        (">", "7d", False, None, "2026-11-14 14:30"),
        ("<", "7d", False, "2026-11-14 14:30", None),
        ("", "24h", False, "2026-11-20 14:30", None),
        ("<", "2d", True, None, "2026-11-23 14:30"),
        ("", "1w", True, "2026-11-21 14:30", "2026-11-28 14:30"),
        ("", "today", False, "2026-11-20 23:00", "2026-11-21 23:00"),
        (">=", "2026-10", False, "2026-09-30 22:00", None),
        ("<=", "2026-10-25", False, None, "2026-10-25 23:00"),
        ("", "2026-11-01..2026-11-02", False, "2026-10-31 23:00", "2026-11-02 23:00"),
        ("", "..2025", False, None, "2025-12-31 23:00"),
    ],
)
def test_times_are_the_readers(operator: str, text: str, ahead: bool, first: str | None, after: str | None) -> None:
    meant = [datetime.datetime.fromisoformat(f"{one}+00:00") if one else None for one in (first, after)]
    assert list(read_stretch(operator, text, NOW, ahead=ahead)) == meant


@pytest.mark.parametrize("text", ["soon", "..", "2026-13", "2026-02-30", "9999", "7 d", "-7d", "1..2", "9999y"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_stretch("", text, NOW, ahead=False)


@given(st.text(max_size=80))
def test_folding_is_done_once_and_knows_where_from(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    found, places = fold_with_places(text)
    assert " ".join(found.split()) == folded
    assert len(places) == len(found)
    assert list(places) == sorted(places)


def test_folding_takes_accents_and_case() -> None:
    assert fold("¡La FACTURACIÓN, Straße/Øre: ada@example.com!") == "la facturacion strasse ore ada example com"
