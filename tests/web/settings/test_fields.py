"""The page of fields: adding, changing, ordering, retiring, forms with conditions, the preview."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moondesk.fields.models import Field
from moondesk.fields.rules import Kind
from moondesk.kit import tenancy
from moondesk.tickets.field_models import TicketForm
from tests.fields import making
from tests.harness.people import Cast

PAGE = "/acme/settings/fields"


@pytest.fixture
def owner(cast: Cast, client_of: Callable[..., Client]) -> Client:
    return client_of(cast.owner)


def of_acme(cast: Cast, key: str) -> Field:
    with tenancy.organization(cast.acme.pk):
        return Field.objects.get(key=key)


def test_the_page_says_what_fields_are_for_before_there_are_any(owner: Client) -> None:
    assert "No fields yet" in owner.get(PAGE).content.decode()


def test_a_field_is_added_with_its_options_in_both_languages(owner: Client, cast: Cast) -> None:
    given = {
        "which": "new", "kind": "tree_select", "labels.en": "Where", "labels.es": "Dónde",
        "options": "Spain | España\n- North | Norte\n-- Bilbao\n- South\nPortugal", "help.en": "As booked",
    }  # fmt: skip
    assert owner.post(f"{PAGE}/new", given).status_code == 302
    field = of_acme(cast, "where")
    assert [(one["key"], one["parent"], one["labels"]) for one in field.options] == [
        ("spain", "", {"en": "Spain", "es": "España"}),
        ("north", "spain", {"en": "North", "es": "Norte"}),
        ("bilbao", "north", {"en": "Bilbao"}),
        ("south", "spain", {"en": "South"}),
        ("portugal", "", {"en": "Portugal"}),
    ]
    assert "-- Bilbao" in owner.get(PAGE).content.decode(), "the lines come back as they were written"


def test_what_does_not_fit_comes_back_with_what_was_typed(owner: Client) -> None:
    answer = owner.post(f"{PAGE}/new", {"which": "new", "kind": "select", "labels.en": "Seat", "help.en": "Mine"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Add at least one option." in shown
    assert 'value="Mine"' in shown


def test_an_option_keeps_its_key_when_one_of_its_names_changes(owner: Client, cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        making.make_field(Kind.SELECT, "Seat", "Aisle", "Window")
    given = {"which": "field-seat", "labels.en": "Place", "options": "Window\nAisle | Pasillo\nJump"}
    assert owner.post(f"{PAGE}/seat", given).status_code == 302
    field = of_acme(cast, "seat")
    assert [one["key"] for one in field.options] == ["window", "aisle", "jump"]
    assert field.options[1]["labels"] == {"en": "Aisle", "es": "Pasillo"}
    owner.post(f"{PAGE}/seat", given | {"options": "Window"})
    assert [one["retired"] for one in of_acme(cast, "seat").options] == [False, True, True]


def test_fields_are_ordered_retired_and_brought_back(owner: Client, cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        for name in ("A", "B"):
            making.make_field(label=name)
    owner.post(f"{PAGE}/order", {"order": ["b", "a"]})
    assert of_acme(cast, "b").position == 0
    owner.post(f"{PAGE}/a/retirement")
    assert of_acme(cast, "a").retired_at
    assert "Retired fields" in owner.get(PAGE).content.decode()
    owner.post(f"{PAGE}/a/return")
    assert of_acme(cast, "a").retired_at is None


def form_of(cast: Cast) -> list[dict[str, Any]]:
    with tenancy.organization(cast.acme.pk):
        return list(TicketForm.objects.get().items)


def test_a_form_is_written_with_a_condition_and_shown_as_both_sides_see_it(owner: Client, cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        making.make_field(Kind.SELECT, "Seat", "Aisle", "Window")
        making.make_field(Kind.TEXT, "Meal")
        making.make_field(Kind.TEXT, "Cost")
    given = {
        "which": "items", "category": "billing", "type": "", "order": ["seat", "cost", "meal"], "on": ["seat", "meal"],
        "creation.seat": "on", "customers.seat": "edit", "about.meal": "seat",
        "relation.meal": "is", "value.meal": "aisle, window",
    }  # fmt: skip
    assert owner.post(f"{PAGE}/form", given).status_code == 302
    assert form_of(cast) == [
        {"field": "seat", "required": ["creation"], "customers": "edit", "when": None},
        {"field": "meal", "required": [], "customers": "hidden", "when": {"field": "seat", "is": ["aisle", "window"]}},
    ]
    shown = owner.get(f"{PAGE}?category=billing").content.decode()
    assert 'id="preview-1-seat"' in shown
    assert 'id="preview-2-seat"' in shown
    assert "preview-2-meal" not in shown
    wrong = owner.post(f"{PAGE}/form", given | {"order": ["meal", "seat"]})
    assert wrong.status_code == 422
    assert "Move this field further down." in wrong.content.decode()
    assert owner.post(f"{PAGE}/form/removal", {"category": "billing", "type": ""}).status_code == 302


def test_who_may_only_look_changes_nothing(cast: Cast, client_of: Callable[..., Client]) -> None:
    agent = client_of(cast.agent)
    for place in ("new", "order", "form", "form/removal", "seat", "seat/retirement", "seat/return"):
        assert agent.post(f"{PAGE}/{place}", {}).status_code == 403
