"""The contract read strictly, what a listing changes, and when the other system is asked: without a database."""

import datetime
import json
import re
import zoneinfo
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from moondesk.directory.pull.comparing import Around, KnownPerson, compare_groups, compare_people
from moondesk.directory.pull.contract import MOST_ON_PAGE, Page, PageBroken, SaidGroup, read_page
from moondesk.directory.pull_rules import (
    NoteCode,
    Schedule,
    Trouble,
    following,
    next_time,
    next_try,
)
from moondesk.directory.rules import facts_of
from tests.directory.office import person

DOCS = Path(__file__).parents[2] / "docs/api"
UTC = datetime.UTC


def page_of(**said: Any) -> Page:
    return read_page(json.dumps({"version": 1, "listing": "full", **said}).encode())


def codes(page: Page) -> list[tuple[str, str, str]]:
    return [(one.code.value, one.about, one.detail) for one in page.notes]


def test_the_example_of_the_docs_is_read_and_fits_the_schema() -> None:
    found = re.search(r"```json\n(.*?)```", (DOCS / "directory-pull.md").read_text(), re.DOTALL)
    assert found is not None
    schema = json.loads((DOCS / "directory-pull.schema.json").read_text())
    jsonschema_rs.validator_for(schema).validate(json.loads(found[1]))
    page = read_page(found[1].encode())
    assert (len(page.people), len(page.groups), page.notes, page.left) == (2, 2, [], set())
    facts = facts_of(page.people[0].document, ["Support"])
    assert (facts.email, facts.name, facts.is_active) == ("paula.peer@example.com", "Paula Peer", True)
    said = {key: set(value) for key, value in facts.attributes.items() if value}
    assert said == {
        "title": {"agent"},
        "userType": {"employee"},
        "department": {"customer service"},
        "costCenter": {"k-12"},
        "country": {"es"},
        "locality": {"palma"},
    }
    assert not facts_of(page.people[1].document, []).is_active


@pytest.mark.parametrize(
    ("content", "trouble", "detail"),
    [
        (b"", Trouble.NOT_JSON, ""),
        (b"<html>", Trouble.NOT_JSON, ""),
        (b'{"version": 1, "listing": "full", "people": [', Trouble.NOT_JSON, ""),
        (b'{"version": 1, "version": 1, "listing": "full"}', Trouble.NOT_JSON, ""),
        (b'{"version": 1, "listing": "full", "x": NaN}', Trouble.NOT_JSON, ""),
        (b'{"version": 1, "listing": "full", "x": ' + b"9" * 5000 + b"}", Trouble.NOT_JSON, ""),
        (b"\xff\xfe{}", Trouble.NOT_JSON, ""),
        (b"[" * 100_000, Trouble.NOT_JSON, ""),
        (b"[]", Trouble.BROKEN, "the page is no object"),
        (b"{}", Trouble.BROKEN, "version"),
        (b'{"version": 2, "listing": "full"}', Trouble.BROKEN, "version"),
        (b'{"version": true, "listing": "full"}', Trouble.BROKEN, "version"),
        (b'{"version": 1, "listing": "all"}', Trouble.BROKEN, "listing"),
        (b'{"version": 1, "listing": "full", "next": 7}', Trouble.BROKEN, "next"),
        (b'{"version": 1, "listing": "full", "people": {}}', Trouble.BROKEN, "people"),
        (b'{"version": 1, "listing": "full", "people": [7]}', Trouble.BROKEN, "people"),
        (b'{"version": 1, "listing": "full", "people": [{"user_name": "x"}]}', Trouble.BROKEN, "people[0].id"),
        (b'{"version": 1, "listing": "full", "groups": [{"id": " "}]}', Trouble.BROKEN, "groups[0].id"),
        (b'{"version": 1, "listing": "full", "x": [[[[[[[[]]]]]]]]}', Trouble.BROKEN, "too deep"),
    ],
)
def test_a_page_that_is_none_is_refused(content: bytes, trouble: Trouble, detail: str) -> None:
    with pytest.raises(PageBroken) as broken:
        read_page(content)
    assert (broken.value.trouble, broken.value.detail) == (trouble, detail)


def test_a_page_has_so_many_entries() -> None:
    with pytest.raises(PageBroken) as broken:
        page_of(people=[person(number) for number in range(MOST_ON_PAGE + 1)])
    assert broken.value.trouble is Trouble.TOO_MANY


@pytest.mark.parametrize(
    ("wrong", "detail"),
    [
        ({"active": "yes"}, "active"),
        ({"active": None}, "active"),
        ({"groups": None}, "groups"),
        ({"groups": [7]}, "groups"),
        ({"groups": ["g"] * 201}, "groups"),
        ({"user_name": ""}, "user_name"),
        ({"user_name": "x" * 255}, "user_name"),
        ({"user_name": "a\u0000b"}, "user_name"),
        ({"display_name": "a\ud800b"}, "display_name"),
        ({"email": 7}, "email"),
        ({"attributes": []}, ""),
        ({"attributes": ["x"]}, "attributes"),
        ({"attributes": {"country": ["ES"]}}, "country"),
        ({"changed_at": "yesterday"}, "changed_at"),
        ({"changed_at": "2026-11-20T08:15:00"}, "changed_at"),
        ({"removed": True}, "removed"),
    ],
)
def test_what_is_wrong_with_one_person_is_that_ones_alone(wrong: dict[str, Any], detail: str) -> None:
    page = page_of(people=[person(1) | wrong, person(2)])
    assert [one.id for one in page.people] == (["p2"] if detail else ["p1", "p2"])
    assert codes(page) == ([("bad", "p1", detail)] if detail else [])


def test_unknown_fields_are_named_and_not_read() -> None:
    page = page_of(people=[person(1, birthday="x", attributes={"shoe": 44})], groups=[], extra={})
    assert [one.detail or one.about for one in page.notes] == ["extra", "people.attributes.shoe", "people.birthday"]
    assert len(page.people) == 1


def known(number: int, **other: Any) -> KnownPerson:
    said = page_of(people=[person(number)]).people[0]
    about = {"user_name": said.user_name, "document": said.document, "groups": said.groups}
    return KnownPerson(**({"changed_at": None, "is_gone": False} | about | other))


def test_of_a_full_listing_who_is_missing_is_gone_but_nobody_of_whom_something_is_wrong() -> None:
    here = {f"p{number}": known(number) for number in range(4)}
    said = page_of(people=[person(0), person(1, active="no"), person(2), person(2, title="Boss")])
    found = compare_people(here, said, (), Around())
    assert (found.writes, found.gone) == ([], ["p3"])
    assert found.skipped == {"p1", "p2"}
    assert [(one.code, one.about) for one in found.notes] == [(NoteCode.TWICE, "p2")]
    alike = compare_people(here, page_of(people=[*map(person, range(4)), person(2)]), (), Around())
    assert (alike.writes, alike.gone, alike.notes) == ([], [], [])


def test_of_changes_only_who_is_said_to_be_removed_is_gone() -> None:
    here = {f"p{number}": known(number) for number in range(3)}
    said = page_of(listing="changes", people=[{"id": "p0", "removed": True}, {"id": "p9", "removed": True}])
    assert compare_people(here, said, (), Around()).gone == ["p0"]
    both = page_of(listing="changes", people=[{"id": "p0", "removed": True}, person(0)])
    found = compare_people(here, both, (), Around())
    assert (found.gone, found.writes, found.skipped) == ([], [], {"p0"})


def test_names_are_given_once_and_never_taken_from_somebody() -> None:
    here = {"p1": known(1), "p2": known(2, user_name="two")}
    said = page_of(people=[person(1, user_name="TWO"), person(2, user_name="one", active=0), person(3, user_name="a")])
    found = compare_people(here, said, (), Around(names=frozenset({"a"})))
    assert {(one.code, one.about) for one in found.notes} == {(NoteCode.NAME_TAKEN, "p1"), (NoteCode.NAME_TAKEN, "p3")}
    swapped = page_of(people=[person(1, user_name="two"), person(2, user_name="user1")])
    assert {one.id for one in compare_people(here, swapped, (), Around()).writes} == {"p1", "p2"}
    doubled = page_of(people=[person(1, user_name="x"), person(2, user_name="X")])
    assert compare_people(here, doubled, (), Around()).skipped == {"p1", "p2"}


def test_who_returns_and_what_is_older() -> None:
    gone = {"p1": known(1, is_gone=True)}
    assert [one.id for one in compare_people(gone, page_of(people=[person(1)]), (), Around()).writes] == ["p1"]
    around = Around(returning=frozenset({"user1"}))
    assert [
        one.id for one in compare_people(gone, page_of(people=[person("new", user_name="user1")]), (), around).writes
    ]
    later = {"p1": known(1, changed_at=datetime.datetime(2026, 11, 2, tzinfo=UTC))}
    said = page_of(people=[person(1, title="Boss", changed_at="2026-11-01T23:59:59Z")])
    assert [one.code for one in compare_people(later, said, (), Around()).notes] == [NoteCode.OLDER]


def test_groups_are_renamed_removed_and_never_doubled() -> None:
    page = page_of(groups=[{"id": "a", "name": "Leads"}, {"id": "b", "name": "leads"}, {"id": "c", "name": "Scim"}])
    found = compare_groups({"z": "Old"}, page, Around(names=frozenset({"scim"})))
    assert (found.writes, found.gone, found.skipped) == ([], ["z"], {"a", "b", "c"})
    page = page_of(groups=[{"id": "z", "name": "New"}])
    assert compare_groups({"z": "Old"}, page, Around()).writes == [SaidGroup("z", "New")]


@pytest.mark.parametrize(
    ("link", "onward"),
    [
        ("?page=2", "https://a.test/people?page=2"),
        ("/x", "https://a.test/x"),
        ("https://A.test:443/y", "https://A.test:443/y"),
        ("https://b.test/", None),
        ("http://a.test/", None),
        ("https://a.test:444/", None),
        ("//b.test/", None),
        ("https://a.test@b.test/", None),
        ("https://me:word@a.test/", None),
        ("javascript:x", None),
        ("https://[", None),
    ],
)
def test_the_next_page_is_at_the_same_origin(link: str, onward: str | None) -> None:
    assert following("https://a.test/people", link) == onward


def test_the_next_time_is_by_the_clock_of_the_organization() -> None:
    madrid, at = zoneinfo.ZoneInfo("Europe/Madrid"), datetime.time(3, 0)
    moment = datetime.datetime(2026, 7, 1, 0, 30, tzinfo=UTC)
    assert next_time(Schedule.QUARTER, at, madrid, moment) - moment == datetime.timedelta(minutes=15)
    assert next_time(Schedule.DAY, at, madrid, moment) == datetime.datetime(2026, 7, 1, 1, 0, tzinfo=UTC)
    exactly = datetime.datetime(2026, 7, 1, 1, 0, tzinfo=UTC)
    assert next_time(Schedule.DAY, at, madrid, exactly) == datetime.datetime(2026, 7, 2, 1, 0, tzinfo=UTC)
    skipped = datetime.datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    assert next_time(Schedule.DAY, datetime.time(2, 30), madrid, skipped) == skipped.replace(
        day=29, hour=1, minute=30
    ), "02:30 is skipped that night, and comes an hour later"


def test_failures_back_off() -> None:
    moment = datetime.datetime(2026, 7, 1, tzinfo=UTC)
    waits = [int((next_try(moment, n, 0) - moment).total_seconds() // 60) for n in range(1, 8)]
    assert waits == [5, 15, 45, 135, 360, 360, 360]
    assert next_try(moment, 1, 3600) - moment == datetime.timedelta(hours=1)
    assert next_try(moment, 1, 10**6) - moment == datetime.timedelta(hours=6)
