"""A deleted ticket leaves the lists of those who saw it, over a real socket from a running desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from moondesk.kit import tenancy
from moondesk.tickets.actions.deleting import delete_ticket
from moondesk.tickets.models import Ticket
from tests.harness.people import Person
from tests.harness.running import Desk
from tests.realtime.ear import listen, settle

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_deleted_ticket_is_gone_for_those_who_saw_it(desk: Desk, client_of: Callable[[Person | None], Any]) -> None:
    name, cast = settings.SESSION_COOKIE_NAME, desk.cast
    agent, customer = (
        {"Cookie": f"{name}={client_of(one).cookies[name].value}"} for one in (cast.agent, cast.customer)
    )
    with (
        listen(desk.server, "?organization=acme", **agent) as ana,
        listen(desk.server, "?organization=acme", **customer) as carla,
    ):
        with tenancy.organization(cast.acme.pk):
            for ticket in (cast.other_ticket, cast.ticket):
                delete_ticket(Ticket.objects.get(pk=ticket.pk), by=cast.owner.actor)
        ana.wait_for("ticket")
        settle()
        assert ana.tickets() == [{"id": str(cast.ticket.pk), "change": "gone"}]
        assert carla.tickets() == []
