"""Closing by itself (T7): a mail before, quietly, by the times of the department."""

import datetime

import pytest

from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.tickets import actions, rules
from moondesk.tickets.actions.closing import close_batch
from moondesk.tickets.models import Ticket
from tests import factories
from tests.harness.events import told
from tests.harness.people import Cast

DAY = datetime.timedelta(days=1)


def resolve(cast: Cast, days_ago: float) -> datetime.datetime:
    """Resolve Carla's ticket some days ago and return that moment."""
    actions.resolve_ticket(cast.ticket, by=cast.agent.actor)
    moment = now() - days_ago * DAY
    Ticket.objects.filter(pk=cast.ticket.pk).update(resolved_at=moment)
    return moment


def stage(cast: Cast) -> str:
    return str(Ticket.objects.get(pk=cast.ticket.pk).stage)


def test_first_a_warning_then_it_closes_quietly(in_acme: Cast) -> None:
    resolved_at = resolve(in_acme, 4.9)
    close_batch(now())
    assert "ticket.closing_soon" not in told(in_acme.ticket)
    close_batch(resolved_at + 5 * DAY)
    warning = Event.objects.get(subject_id=in_acme.ticket.pk, name="ticket.closing_soon")
    assert datetime.datetime.fromisoformat(warning.data["closes_at"]) == resolved_at + 7 * DAY
    close_batch(resolved_at + 6.9 * DAY)
    assert stage(in_acme) == "resolved"
    close_batch(resolved_at + 7 * DAY)
    assert stage(in_acme) == "closed"
    last = Event.objects.filter(subject_id=in_acme.ticket.pk).latest("id")
    assert (last.name, last.data["quiet"], last.actor_kind) == ("ticket.status_changed", True, "system")
    assert told(in_acme.ticket).count("ticket.closing_soon") == 1


def test_it_never_closes_sooner_after_the_mail_than_was_said(in_acme: Cast) -> None:
    resolve(in_acme, 20)
    moment = now()
    close_batch(moment)
    close_batch(moment + 1.9 * DAY)
    assert stage(in_acme) == "resolved"
    close_batch(moment + 2 * DAY)
    assert stage(in_acme) == "closed"


def test_what_was_resolved_long_before_closes_without_a_word(in_acme: Cast) -> None:
    resolve(in_acme, 40)
    close_batch(now())
    assert stage(in_acme) == "closed"
    assert "ticket.closing_soon" not in told(in_acme.ticket)


def test_a_ticket_that_was_opened_again_is_warned_of_anew(in_acme: Cast) -> None:
    resolve(in_acme, 6)
    close_batch(now())
    ticket = Ticket.objects.get(pk=in_acme.ticket.pk)
    assert ticket.close_warned_at is not None
    actions.reopen_ticket(ticket, by=in_acme.agent.actor)
    assert Ticket.objects.get(pk=ticket.pk).close_warned_at is None


def test_a_department_has_its_own_days_and_0_is_never(in_acme: Cast) -> None:
    own = {str(in_acme.flights.pk): {"close_days": 30}}
    actions.change_times(own, by=in_acme.owner.actor)
    resolve(in_acme, 12)
    close_batch(now())
    assert told(in_acme.ticket).count("ticket.closing_soon") == 0
    actions.change_times({str(in_acme.flights.pk): {"close_days": None}, "": {"close_days": 0}}, by=in_acme.owner.actor)
    close_batch(now())
    assert told(in_acme.ticket).count("ticket.closing_soon") == 0
    actions.change_times({"": {"close_days": 7}}, by=in_acme.owner.actor)
    close_batch(now())
    assert told(in_acme.ticket).count("ticket.closing_soon") == 1


def test_no_workflow_blocks_it(in_acme: Cast) -> None:
    edit = actions.WorkflowEdit(moves={("resolved", "closed"): frozenset()})
    actions.change_workflow(edit, by=in_acme.owner.actor)
    resolve(in_acme, 40)
    close_batch(now())
    assert stage(in_acme) == "closed"


def test_a_demo_stands_still(db: None) -> None:
    demo = factories.make_organization(is_demo=True)
    with tenancy.organization(demo.pk):
        ticket = factories.make_ticket()
        actions.resolve_ticket(ticket, by=factories.moondesk())
        Ticket.objects.update(resolved_at=now() - 60 * DAY)
        close_batch(now())
        assert Ticket.objects.get(pk=ticket.pk).stage == "resolved"


@pytest.mark.parametrize("days", [1, 2, 4, 5, 7, 365])
def test_the_warning_comes_before_the_end_and_not_before_the_beginning(days: int) -> None:
    moment = datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)
    times = rules.closing_times(days, moment)
    assert times.close_before <= times.warn_before <= moment
    assert times.warn_before - times.close_before == rules.warning_days(days) * DAY
