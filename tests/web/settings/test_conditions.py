"""The page of fields: several conditions of a field, their errors, and those that rows cannot show."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moondesk.fields.forms import Item
from moondesk.fields.rules import Kind
from moondesk.kit import tenancy
from moondesk.tickets.field_models import TicketForm
from tests.fields.making import make_field, make_form
from tests.harness.people import Cast

PAGE = "/acme/settings/fields"
SEAT = {"field": "seat", "is": ["aisle"]}
TASK = {"ticket": "type", "is": ["task"]}
NESTED = {"any": [SEAT, {"all": [TASK, {"not": {"field": "seat", "filled": True}}]}]}
BOTH = {"which": "items", "order": ["seat", "meal"], "on": ["seat", "meal"]}


@pytest.fixture
def owner(cast: Cast, client_of: Callable[..., Client]) -> Client:
    with tenancy.organization(cast.acme.pk):
        make_field(Kind.SELECT, "Seat", "Aisle", "Window")
        make_field(label="Meal")
    return client_of(cast.owner)


def condition(cast: Cast) -> Any:
    with tenancy.organization(cast.acme.pk):
        return TicketForm.objects.get().items[1]["when"]


def asked(*rows: tuple[str, str, str], join: str = "all") -> dict[str, Any]:
    columns = {name: [row[at] for row in rows] for at, name in enumerate(("about", "relation", "value"))}
    return BOTH | {f"{name}.meal": texts for name, texts in columns.items()} | {"join.meal": join}


def sent_again(client: Client) -> dict[str, Any]:
    """Return what the rows of the page send when nothing is changed."""
    shown = client.get(PAGE).content.decode()
    was = re.search(r'name="was.meal" value="([^"]+)"', shown)
    chosen = re.findall(
        r'name="about.meal".*?</select>.*?name="relation.meal".*?name="value.meal" value="[^"]*"', shown, re.DOTALL
    )
    rows = [
        (
            (re.findall(r'<option value="([^"]*)" selected', part.split("relation.meal")[0]) or [""])[0],
            (re.findall(r'<option value="([^"]*)" selected', part.split("relation.meal")[1]) or ["is"])[0],
            html.unescape(re.findall(r'value="([^"]*)"$', part)[0]),
        )
        for part in chosen
    ]
    join = re.search(r'name="join.meal".*?</select>', shown, re.DOTALL)
    assert join
    said = re.search(r'value="([^"]*)" selected', join[0])
    assert said
    return asked(*rows, join=said[1]) | ({"was.meal": html.unescape(was[1])} if was else {})


@pytest.mark.parametrize(
    ("join", "made"),
    [
        ("all", {"all": [SEAT, {"not": TASK}, {"ticket": "category", "filled": False}]}),
        ("any", {"any": [SEAT, {"not": TASK}, {"ticket": "category", "filled": False}]}),
        ("none", {"not": {"any": [SEAT, {"not": TASK}, {"ticket": "category", "filled": False}]}}),
    ],
)
def test_several_conditions_are_saved_and_come_back(owner: Client, cast: Cast, join: str, made: Any) -> None:
    rows = (("seat", "is", "aisle"), ("type", "is_not", "task"), ("category", "empty", "old"), ("", "is", ""))
    assert owner.post(f"{PAGE}/form", asked(*rows, join=join)).status_code == 302
    assert condition(cast) == made
    again = sent_again(owner)
    assert again["about.meal"] == ["seat", "type", "category", ""], "with an empty row for one more"
    assert owner.post(f"{PAGE}/form", again).status_code == 302
    assert condition(cast) == made
    gone = again | {"about.meal": ["seat", "-", "-", ""], "join.meal": "all"}
    assert owner.post(f"{PAGE}/form", gone).status_code == 302
    assert condition(cast) == SEAT
    assert owner.post(f"{PAGE}/form", again | {"about.meal": ["-", "-", "-", ""]}).status_code == 302
    assert condition(cast) is None


def test_values_are_offered_and_known_by_what_they_are_called(owner: Client, cast: Cast) -> None:
    shown = owner.get(PAGE).content.decode()
    offered = re.findall(r'<fieldset data-about="(\w+)">', shown)
    assert offered == ["category", "type", "priority", "seat"], "of a text nothing can be chosen"
    assert re.search(r'value="window"><span>Window</span>', shown)
    rows = (("seat", "is", "AISLE, window"), ("priority", "is", "Urgent"), ("", "is", ""))
    assert owner.post(f"{PAGE}/form", asked(*rows)).status_code == 302
    assert condition(cast) == {
        "all": [{"field": "seat", "is": ["aisle", "window"]}, {"ticket": "priority", "is": ["urgent"]}]
    }
    refused = owner.post(f"{PAGE}/form", asked(("seat", "is", "aisle, wing")))
    assert refused.status_code == 422
    assert re.search(r'id="bad-meal-1">The condition asks for an option', refused.content.decode())


def test_what_does_not_fit_is_said_beside_its_row_with_what_was_typed(owner: Client, cast: Cast) -> None:
    rows = (("seat", "is", "aisle"), ("seat", "is", ""), ("", "is", "lost"), ("", "is", ""))
    answer = owner.post(f"{PAGE}/form", asked(*rows, join="any"))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(r'id="bad-meal-2">Write the values', shown)
    assert re.search(r'id="bad-meal-3">Choose what', shown)
    assert 'id="bad-meal-1"' not in shown
    assert 'value="aisle"' in shown
    assert 'value="lost"' in shown
    assert '<option value="any" selected>' in shown
    with tenancy.organization(cast.acme.pk):
        assert not TicketForm.objects.exists()


def test_a_nested_condition_is_said_in_words_and_kept_until_it_is_replaced(owner: Client, cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        make_form(Item("seat"), Item("meal", when=NESTED))
    shown = owner.get(PAGE).content.decode()
    assert "any of: Seat is Aisle; (all of: Type is Task; Seat is empty)" in shown
    again = sent_again(owner)
    assert again["join.meal"] == "kept"
    assert owner.post(f"{PAGE}/form", again).status_code == 302
    assert condition(cast) == NESTED
    assert owner.post(f"{PAGE}/form", again | {"was.meal": "{broken"}).status_code == 422
    assert owner.post(f"{PAGE}/form", asked(("seat", "filled", ""), join="kept")).status_code == 302
    assert condition(cast) == {"field": "seat", "filled": True}


def test_a_condition_that_says_the_same_in_other_words_stays_as_it_was_written(owner: Client, cast: Cast) -> None:
    written = {"all": [{"not": {"field": "seat", "filled": True}}]}
    with tenancy.organization(cast.acme.pk):
        make_form(Item("seat"), Item("meal", when=written))
    assert owner.post(f"{PAGE}/form", sent_again(owner)).status_code == 302
    assert condition(cast) == written
