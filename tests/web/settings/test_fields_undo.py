"""Settings of fields: two at the same form, and each change taken back."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest

from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.undo import revert_event
from moondesk.fields import actions
from moondesk.fields.forms import Item
from moondesk.fields.models import Field
from moondesk.fields.rules import Kind, Option
from moondesk.kit import tenancy
from moondesk.tickets.actions import change_form, remove_form
from moondesk.tickets.field_models import TicketForm
from tests.fields.making import make_field, make_form
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
PAGE = "/acme/settings/fields"


def test_a_form_that_a_colleague_changed_meanwhile_is_not_written_over(cast: Cast, client_of: Any) -> None:
    owner = client_of(cast.owner)
    with tenancy.organization(cast.acme.pk):
        make_field(Kind.TEXT, "Seat", key="seat")
        make_field(Kind.TEXT, "Gate", key="gate")
        make_form(Item("seat"))
    seen = re.search(r'name="seen" value="([^"]+)"', owner.get(PAGE).content.decode())
    assert seen
    mine = {"which": "items", "seen": html.unescape(seen[1]), "order": ["gate", "seat"], "on": ["gate"]}
    with tenancy.organization(cast.acme.pk):
        change_form("", "", [Item("seat"), Item("gate")], by=cast.administrator.actor)
    refused = owner.post(f"{PAGE}/form", mine)
    assert refused.status_code in {409, 412}
    assert "Somebody changed this form" in refused.content.decode()
    again = re.search(r'name="seen" value="([^"]+)"', refused.content.decode())
    assert again
    assert owner.post(f"{PAGE}/form", mine | {"seen": html.unescape(again[1])}).status_code == 302
    with tenancy.organization(cast.acme.pk):
        assert [one.field for one in TicketForm.objects.get().form.items] == ["gate"]


def test_what_was_done_is_taken_back_from_the_page(cast: Cast, client_of: Any) -> None:
    owner = client_of(cast.owner)

    def undo() -> None:
        found = re.findall(r'data-undo="(/[^"]+)"', owner.get(PAGE).content.decode())
        assert owner.post(found[-1]).status_code == 302

    def field() -> Field:
        with tenancy.organization(cast.acme.pk):
            return Field.objects.get()

    owner.post(f"{PAGE}/new", {"kind": "select", "labels.en": "Meal", "options": "Fish\nMeat"})
    owner.post(f"{PAGE}/meal", {"labels.en": "Dish", "options": "Fish\nRice"})
    assert [one["key"] for one in field().options if not one["retired"]] == ["fish", "rice"]
    undo()
    assert field().labels == {"en": "Meal"}
    assert [one["key"] for one in field().options if not one["retired"]] == ["fish", "meat"]
    owner.post(f"{PAGE}/meal/retirement")
    undo()
    assert field().retired_at is None
    owner.post(f"{PAGE}/form", {"which": "items", "seen": "[]", "order": ["meal"], "on": ["meal"]})
    undo()
    with tenancy.organization(cast.acme.pk):
        assert not TicketForm.objects.exists()


def test_each_kind_of_change_can_be_taken_back_and_none_over_a_newer_one(in_acme: Cast) -> None:
    by = in_acme.owner.actor

    def revert(change: Callable[[], Any], newer: Callable[[], Any] | None = None) -> None:
        change()
        told = Event.objects.latest("id")
        if newer is not None:
            newer()
        revert_event(told.subject_id, told.pk, by=by)

    revert(lambda: actions.add_field(Kind.NUMBER, labels={"en": "Fare"}, least=1, by=by))
    assert Field.objects.get(key="fare").retired_at is not None
    actions.restore_field("fare", by=by)
    revert(lambda: actions.change_field("fare", least=5, most=None, by=by))
    assert Field.objects.get(key="fare").least == 1
    make_field(Kind.SELECT, "Meal", "Fish", key="meal")
    revert(lambda: actions.order_fields(["meal", "fare"], by=by))
    assert [one.key for one in Field.objects.all()] == ["fare", "meal"]
    with pytest.raises(ChangedSince):
        revert(
            lambda: actions.change_field("meal", options=[Option("", {"en": "Rice"})], by=by),
            lambda: actions.change_field("meal", options=[Option("", {"en": "Soup"})], by=by),
        )
    make_form(Item("meal"))
    revert(lambda: remove_form("", "", by=by))
    assert [one.field for one in TicketForm.objects.get().form.items] == ["meal"]
    with pytest.raises(ChangedSince):
        revert(
            lambda: change_form("", "", [Item("fare")], by=by),
            lambda: change_form("", "", [Item("fare"), Item("meal")], by=by),
        )
