"""Saved views: who sees and changes them, what is taken back, what in them is gone."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.undo import revert_event
from moondesk.fields.models import Field
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member, Organization
from moondesk.tickets.models import Status
from moondesk.views import rules
from moondesk.views.actions import (
    ViewEdit,
    change_view,
    create_view,
    delete_view,
    edit_of,
    order_for_all,
    order_views,
    pin_view,
)
from moondesk.views.errors import InvalidView, ViewNotFound
from moondesk.views.jobs import forget_deleted_views
from moondesk.views.models import SavedView
from moondesk.views.places import USUAL, forget_places, read_places
from moondesk.views.queries import get_view, read_views, visible_to
from tests.fields.making import make_field
from tests.harness.people import Cast
from tests.views.making import make_view


def names(cast: Cast, person: str) -> list[str]:
    return [one.name for one in visible_to(cast.people[person].actor)]


def test_each_sees_their_own_those_of_their_departments_and_of_all(in_acme: Cast) -> None:
    owner = in_acme.owner.actor
    make_view("Mine", by=in_acme.agent.actor)
    make_view("Flights", by=owner, scope="department", department=in_acme.flights.pk)
    make_view("Hotels", by=owner, scope="department", department=in_acme.hotels.pk)
    make_view("All", by=owner, scope="organization")
    assert names(in_acme, "agent") == ["Mine", "Flights", "All"]
    assert names(in_acme, "other_agent") == ["Hotels", "All"]
    assert names(in_acme, "owner") == ["Flights", "Hotels", "All"]
    assert names(in_acme, "customer") == []


def test_what_is_shared_needs_a_permission_and_what_is_personal_its_owner(in_acme: Cast) -> None:
    agent, owner = in_acme.agent.actor, in_acme.owner.actor
    with pytest.raises(NotAllowed):
        make_view(by=agent, scope="organization")
    own, shared = make_view(by=agent), make_view(by=owner, scope="organization")
    with pytest.raises(NotAllowed):
        change_view(shared, ViewEdit(name="Hers"), by=agent)
    with pytest.raises(NotAllowed):
        delete_view(shared, by=agent)
    with pytest.raises(NotAllowed):
        change_view(own, ViewEdit(name=own.name, scope="organization"), by=agent)
    with pytest.raises(ViewNotFound):
        get_view(owner, own.pk)
    with pytest.raises(NotAllowed):
        make_view(by=in_acme.customer.actor)


def test_nobody_takes_the_room_of_all(in_acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_OWN", 2)
    first, _second = make_view(by=in_acme.agent.actor), make_view(by=in_acme.agent.actor)
    with pytest.raises(InvalidView):
        make_view(by=in_acme.agent.actor)
    make_view(by=in_acme.other_agent.actor)
    delete_view(first, by=in_acme.agent.actor)
    make_view(by=in_acme.agent.actor)


def test_what_was_deleted_a_month_ago_is_forgotten(in_acme: Cast) -> None:
    kept, lately, long_ago = (make_view(by=in_acme.agent.actor) for _ in range(3))
    for view, days in ((lately, 29), (long_ago, 31)):
        SavedView.objects.filter(pk=view.pk).update(deleted_at=now() - datetime.timedelta(days=days))
    forget_deleted_views.__wrapped__()  # type: ignore[attr-defined]
    assert set(SavedView.objects.values_list("pk", flat=True)) == {kept.pk, lately.pk}


def test_changes_of_views_lock_in_one_order(in_acme: Cast) -> None:
    agent, seen = in_acme.agent.actor, []
    view = make_view(by=agent)
    for change in (
        lambda: delete_view(get_view(agent, view.pk, lock=True), by=agent),
        lambda: order_views([view.pk], by=agent),
        lambda: change_view(get_view(agent, view.pk, lock=True, deleted=True), ViewEdit(name="Other"), by=agent),
    ):
        with CaptureQueriesContext(connection) as asked:
            change()
        taking = [one["sql"] for one in asked if " FOR " in one["sql"] or "UPDATE " in one["sql"]]
        seen.append("organizations_organization" in taking[0])
    assert seen == [True, True, True]


@pytest.mark.parametrize(
    ("wrong", "part"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"question": {"colour": "red"}}, "colour"),
        ({"question": {"field.seat": "x"}}, "field.seat"),
        ({"question": {"priority": "huge"}}, "priority"),
        ({"sort": "field.seat"}, "sort"),
        ({"columns": ["subject", "secret"]}, "columns"),
        ({"layout": "circle"}, "layout"),
        ({"grouping": "colour"}, "grouping"),
        ({"scope": "department"}, "department"),
        ({"scope": "department", "department": uuid.uuid4()}, "department"),
    ],
)
def test_what_does_not_fit_is_refused(in_acme: Cast, wrong: dict[str, Any], part: str) -> None:
    with pytest.raises(InvalidView) as caught:
        create_view(ViewEdit(**{"name": "x"} | wrong), by=in_acme.owner.actor)
    assert list(caught.value.fields) == [part]


def test_each_change_is_told_and_can_be_taken_back(in_acme: Cast) -> None:
    owner = in_acme.owner.actor
    view = make_view(by=owner, question={"tag": "refund"})
    changed = change_view(get_view(owner, view.pk, lock=True), ViewEdit(name="Vip", question={"tag": "vip"}), by=owner)
    assert changed.version == 2
    delete_view(changed, by=owner)
    made, edited, gone = Event.objects.filter(subject_id=view.pk, name="view.changed").order_by("id")
    assert edited.data["before"] == {"name": "Refunds", "question": {"tag": "refund"}}
    with pytest.raises(ViewNotFound):
        get_view(owner, view.pk)
    revert_event(view.pk, gone.pk, by=owner)
    revert_event(view.pk, edited.pk, by=owner)
    assert edit_of(get_view(owner, view.pk)) == ViewEdit(name="Refunds", question={"tag": "refund"}, columns=[])
    with pytest.raises(ChangedSince):
        change_view(get_view(owner, view.pk, lock=True), ViewEdit(name="Other"), by=owner)
        revert_event(view.pk, made.pk, by=owner)


def test_each_has_an_order_and_pins_of_their_own(in_acme: Cast) -> None:
    owner, agent, viewer = in_acme.owner.actor, in_acme.agent.actor, in_acme.viewer.actor
    one, shared = make_view("One", by=agent), make_view("Shared", by=owner, scope="organization")
    other = make_view("Other", by=owner, scope="organization", pinned=False)
    hers = make_view("Hers", by=owner)
    order_views([other.pk, shared.pk, hers.pk, one.pk], by=agent)
    assert names(in_acme, "agent") == ["Other", "Shared", "One"]
    assert names(in_acme, "viewer") == ["Shared", "Other"]
    make_view("New", by=owner, scope="organization")
    assert names(in_acme, "agent") == ["Other", "Shared", "One", "New"]
    pin_view(shared, is_pinned=False, by=viewer)
    pin_view(other, is_pinned=True, by=viewer)

    def rail(actor: Actor) -> list[str]:
        places = read_places().get(actor.member_id or uuid.UUID(int=0), USUAL)
        return [view.name for view in visible_to(actor) if places.pins(view.pk, usual=view.pinned)]

    assert rail(viewer) == ["Other", "New"]
    assert rail(agent) == ["Shared", "One", "New"]
    pin_view(other, is_pinned=False, by=viewer)
    assert rail(viewer) == ["New"]
    forget_places(by=viewer)
    assert rail(viewer) == ["Shared", "New"]
    with pytest.raises(NotAllowed):
        pin_view(shared, is_pinned=True, by=in_acme.customer.actor)


def test_who_may_share_views_orders_them_for_all_who_chose_nothing(in_acme: Cast) -> None:
    owner, agent = in_acme.owner.actor, in_acme.agent.actor
    first, second, third = (make_view(name, by=owner, scope="organization") for name in ("A", "B", "C"))
    order_views([second.pk], by=agent)
    order_for_all([third.pk, first.pk, second.pk], by=owner)
    told = Event.objects.get(name="views.ordered")
    assert (told.data["before"], told.data["after"]) == (
        [str(one.pk) for one in (first, second, third)], [str(one.pk) for one in (third, first, second)],
    )  # fmt: skip
    assert names(in_acme, "viewer") == ["C", "A", "B"]
    assert names(in_acme, "agent") == ["B", "C", "A"]
    order_views([], by=agent)
    assert names(in_acme, "agent") == ["C", "A", "B"]
    with pytest.raises(NotAllowed):
        order_for_all([first.pk], by=agent)


def test_a_choice_is_seen_at_once_by_all_processes(in_acme: Cast) -> None:
    view = make_view(by=in_acme.owner.actor, scope="organization")

    def version() -> int:
        return Organization.objects.get(pk=in_acme.acme.pk).views_version

    before = version()
    pin_view(view, is_pinned=False, by=in_acme.agent.actor)
    assert version() > before


def test_what_is_gone_is_said_and_the_view_still_opens(in_acme: Cast) -> None:
    owner = in_acme.owner.actor
    make_field(label="Seat", key="seat")
    question = {
        "status": "pending,open",
        "assignee": str(in_acme.agent.actor.member_id),
        "field.seat": "12A",
        "tag": "vip",
    }
    make_view(by=owner, question=question, sort="field.seat", columns=["subject", "field.seat"])
    assert read_views()[0].problems == ()
    Status.objects.filter(key="pending").update(retired_at=now())
    Member.objects.filter(name=in_acme.agent.actor.label).update(is_active=False)
    Field.objects.filter(key="seat").update(retired_at=now())
    (saved,) = read_views()
    assert [one.part for one in saved.problems] == ["status", "assignee", "field", "sort", "column"]
    assert "“Pending”" in saved.problems[0].text
    assert saved.query.tag == ("vip",)
    assert saved.query.status == ("pending", "open")
    assert saved.query.fields == ()
    assert saved.columns == ("subject",)
    # It may be renamed and shared although it names what is gone.
    view = get_view(owner, saved.id, lock=True)
    assert change_view(view, ViewEdit(**vars(edit_of(view)) | {"name": "Old"}), by=owner).name == "Old"
