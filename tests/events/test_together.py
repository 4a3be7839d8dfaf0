"""Reactions that run in one job: what one does wrong, also only when its transaction ends, is nobody else's."""

from collections.abc import Callable

from structlog.testing import capture_logs

from moondesk.events import dispatcher
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.ids import new_id
from moondesk.tickets.models import Ticket
from moondesk.tickets.related import TicketLink
from moondesk.tickets.rules import Priority
from tests.events.test_dispatcher import change, reaction
from tests.harness.people import make_cast


def test_a_row_that_refers_to_nothing_takes_no_other_reaction_along(run_jobs: Callable[[], None]) -> None:
    """The fences are asked when a transaction ends: that of the whole job, in which the others ran as well."""
    cast, tried = make_cast(), []
    run_jobs()

    def leaves_a_row_hanging(event: Event) -> None:
        tried.append(event.pk)
        if event.data["new"] == "low":
            TicketLink.objects.create(first_id=event.subject_id, second_id=new_id(), kind="related")

    def writes(event: Event) -> None:
        Ticket.objects.filter(pk=event.subject_id).update(subject=f"now {event.data['new']}")

    with reaction(leaves_a_row_hanging), reaction(writes):
        change(cast, Priority.LOW)
        change(cast, Priority.URGENT)
        with tenancy.organization(cast.acme.pk):
            events = list(Event.objects.filter(dispatched_at=None).order_by("id"))
            wanted = dispatcher._wanted(events)
        with capture_logs() as logged, tenancy.organization(cast.acme.pk):
            dispatcher.react_to_each.function(wanted=wanted)
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.get(pk=cast.ticket.pk).subject == "now urgent"
        assert not TicketLink.objects.exists()
    said = [line for line in logged if line["event"].startswith(("reactions failed", "a reaction failed"))]
    assert [line["event"] for line in said] == [
        "reactions failed together, trying each by itself",
        "a reaction failed, trying again by itself",
    ]
    assert said[0]["number"] >= 4
    assert all(line["exc_info"] for line in said)
