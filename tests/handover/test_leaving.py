"""Members go: their tickets go where somebody said, their doors close, what they did stays."""

import json
from collections.abc import Callable

import pytest

from moondesk.bulk.actions.working import Step, work_batch
from moondesk.bulk.models import BulkChange
from moondesk.handover.actions import Heirs, deactivate_member, leave_organization
from moondesk.handover.jobs import release_tickets
from moondesk.handover.queries import belongings_of, doings_of
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.errors import InvalidOrganization, LastOwner
from moondesk.organizations.models import ApiToken, Member
from moondesk.organizations.permissions import Role
from moondesk.tickets.actions import assign_ticket
from moondesk.tickets.actions.changes import set_status
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import default_status
from moondesk.tickets.rules import Stage
from moondesk.timekeeping.actions import start_timer
from moondesk.timekeeping.models import Timer
from tests import factories
from tests.api.conftest import Program, is_problem
from tests.harness.events import told
from tests.harness.people import Cast
from tests.operating.test_deletion import prove_again, with_password

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(in_acme: Cast) -> tuple[Cast, list[Ticket]]:
    """Ana with a ticket in Flights, one in Hotels and one in no department, one that is done, a timer and a token."""
    by = in_acme.owner.actor
    tickets = [factories.make_ticket(department=one) for one in (in_acme.flights, in_acme.hotels, None)]
    done = factories.make_ticket(department=in_acme.flights)
    for ticket in (*tickets, done):
        assign_ticket(ticket, in_acme.agent.member, by=by)
    set_status(done, default_status(Stage.RESOLVED), by=by)
    start_timer(tickets[0], by=in_acme.agent.actor)
    factories.make_token(in_acme.agent.member)
    return in_acme, tickets


def work() -> None:
    for change in BulkChange.objects.filter(state="waiting").order_by("id"):
        while work_batch(change.pk) is Step.MORE:
            pass


def assignees(tickets: list[Ticket]) -> list[str | None]:
    found = {one.pk: one.assignee for one in Ticket.objects.select_related("assignee")}
    return [holder.name if (holder := found[one.pk]) else None for one in tickets]


def test_tickets_go_to_heirs_by_department_and_every_door_closes(busy: tuple[Cast, list[Ticket]]) -> None:
    cast, tickets = busy
    member, by = Member.objects.get(pk=cast.agent.member.pk), cast.owner.actor
    has = belongings_of(member, by)
    assert (has.tickets, has.timers, has.tokens) == (3, 1, 1)
    assert [(one.department and one.department.name, one.tickets) for one in has.shares] == [
        ("Flights", 1), ("Hotels", 1), (None, 1)
    ]  # fmt: skip
    heirs = Heirs(cast.administrator.member, {cast.hotels.pk: cast.other_agent.member})
    changes = deactivate_member(member, heirs, by=by)
    assert len(changes) == 2
    work()
    assert assignees(tickets) == ["Adam Admin", "Bo Other", "Adam Admin"]
    assert not Member.objects.get(pk=member.pk).is_active
    assert not Timer.objects.filter(running_since__isnull=False).exists()
    assert not ApiToken.objects.filter(member=member, revoked_at=None).exists()
    assert "member.changed" in told(member)
    assert doings_of(member, by).last_at is not None


def test_nobody_gets_them_and_they_wait_in_their_departments(busy: tuple[Cast, list[Ticket]]) -> None:
    cast, tickets = busy
    deactivate_member(Member.objects.get(pk=cast.agent.member.pk), Heirs(), by=cast.owner.actor)
    work()
    assert assignees(tickets) == [None, None, None]
    assert [one.department_id for one in Ticket.objects.filter(pk=tickets[1].pk)] == [cast.hotels.pk]


def test_who_cannot_have_tickets_inherits_none_and_nothing_is_done(busy: tuple[Cast, list[Ticket]]) -> None:
    cast, _tickets = busy
    member = Member.objects.get(pk=cast.agent.member.pk)
    for heir in (cast.viewer.member, member):
        with pytest.raises(InvalidOrganization):
            deactivate_member(member, Heirs(heir), by=cast.owner.actor)
    with pytest.raises(NotAllowed):
        deactivate_member(member, Heirs(), by=cast.other_agent.actor)
    with pytest.raises(LastOwner):
        deactivate_member(Member.objects.get(pk=cast.owner.member.pk), Heirs(), by=cast.owner.actor)
    assert Member.objects.get(pk=member.pk).is_active
    assert not BulkChange.objects.exists()


def test_one_leaves_of_their_own_accord_but_not_the_last_owner(busy: tuple[Cast, list[Ticket]]) -> None:
    cast, tickets = busy
    leave_organization(by=cast.agent.actor)
    release_tickets.function(member_id=str(cast.agent.member.pk))
    assert assignees(tickets) == [None, None, None]
    assert "member.left" in told(cast.agent.member)
    with pytest.raises(LastOwner):
        leave_organization(by=cast.owner.actor)
    factories.make_member(factories.make_user(), roles=[Role.OWNER])
    leave_organization(by=cast.owner.actor)
    assert not Member.objects.get(pk=cast.owner.member.pk).is_active


def test_the_pages_ask_tell_and_do(cast: Cast, client_of) -> None:
    owner, place = client_of(with_password(cast.owner)), f"/acme/settings/members/{cast.agent.member.pk}"
    assert "Answers to customers" in owner.get(place).content.decode()
    assert "They have no open tickets." in owner.get(f"{place}/deactivation").content.decode()
    assert owner.post(f"{place}/deactivation", {"tickets_to": str(cast.stranger.member.pk)}).status_code == 422
    assert owner.post(f"{place}/deactivation", {"tickets_to": "nobody"})["Location"] == "/acme/settings/members"
    assert client_of(cast.agent).get("/acme/desk/").status_code == 404
    assert owner.get(f"/acme/settings/members/{cast.stranger.member.pk}").status_code == 404
    other = client_of(cast.other_agent)
    assert other.get(place).status_code == 403
    assert other.post("/acme/settings/leaving", {"name": "acme travel"}).status_code == 422
    assert other.post("/acme/settings/leaving", {"name": "Acme Travel"})["Location"] == "/organizations/"
    assert other.get("/acme/desk/").status_code == 404
    asked = "/accounts/reauthenticate/?next=%2Facme%2Fsettings%2Fleaving"
    assert owner.get("/acme/settings/leaving")["Location"] == asked
    assert owner.post("/acme/settings/leaving", {"name": "Acme Travel"})["Location"] == asked
    prove_again(owner, cast.owner)
    assert owner.post(f"/acme/settings/members/{cast.owner.member.pk}/deactivation", {}).status_code == 409
    assert owner.post("/acme/settings/leaving", {"name": "Acme Travel"}).status_code == 409


def test_a_program_hands_on(cast: Cast, token_of: Callable[..., str]) -> None:
    program, place = Program(token_of(cast.owner)), f"/members/{cast.agent.member.pk}/deactivation"
    is_problem(program.post(place, {"tickets_to": str(cast.stranger.member.pk)}), 404, "reference_not_found")
    is_problem(program.post(place, {"tickets_to": str(cast.viewer.member.pk)}), 422, "invalid_organization")
    is_problem(program.post(f"/members/{cast.owner.member.pk}/deactivation", {}), 403, "proof_needed")
    answer = json.loads(program.post(place, {"tickets_to": str(cast.other_agent.member.pk)}).content)
    assert (answer["member"]["is_active"], answer["bulk_changes"]) == (False, [])
