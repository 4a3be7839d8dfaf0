"""The room that files of an organization have, at every door by which they come in."""

import io
from collections.abc import Callable
from typing import Any

import time_machine
from django.test import Client

from moondesk.files.actions import set_quota
from moondesk.files.models import File, FileUse
from moondesk.kit import tenancy
from moondesk.organizations.actor import system_actor
from moondesk.tickets.models import Ticket
from tests import factories
from tests.harness.people import Cast, Person
from tests.web.portal.test_form import GOOD, NOW, opened
from tests.webforms.making import make_web_form

FORM = "/acme/help/forms/contact"


def part(name: str = "notes.txt") -> io.BytesIO:
    file = io.BytesIO(b"Some notes.\n")
    file.name = name
    return file


def test_no_door_takes_a_file_for_which_there_is_no_room(
    cast: Cast, client_of: Callable[[Person | None], Client], token_of: Callable[..., str]
) -> None:
    with tenancy.organization(cast.acme.pk):
        make_web_form()
        factories.make_file(content=b"x" * 12, by=cast.agent.actor)
        set_quota(20, by=system_actor(cast.acme.pk))
        used, tickets = FileUse.objects.get().used, Ticket.objects.count()
    desk, customer, nobody = client_of(cast.agent), client_of(cast.customer), client_of(None)
    told: list[Any] = [
        desk.post("/acme/desk/files", {"file": part()}),
        desk.post(
            f"/acme/desk/tickets/{cast.ticket.number}/messages", {"kind": "reply", "body": "See", "files": [part()]}
        ),
        nobody.post("/api/v1/files", {"file": part()}, headers={"Authorization": f"Bearer {token_of(cast.agent)}"}),
    ]
    assert [one.status_code for one in told] == [409, 409, 409]
    assert all("20" in one.content.decode() for one in told)
    guest = {"Moondesk-Ticket-Secret": cast.link}
    with time_machine.travel(NOW, tick=False) as clock:
        marks = [opened(nobody, path) for path in (FORM, "/acme/help/new")]
        clock.shift(10)
        outside: list[Any] = [
            customer.post(f"/acme/help/tickets/{cast.ticket.number}/messages", {"body": "See", "files": [part()]}),
            nobody.post(FORM, {**GOOD, "opened": marks[0], "files": [part()]}),
            nobody.post(f"{FORM}/files", {"opened": marks[0], "file": part()}),
            nobody.post("/acme/help/new", {**GOOD, "opened": marks[1], "files": [part()]}),
            nobody.post("/api/v1/public/acme/files", {"file": part()}),
            nobody.post(f"/api/v1/public/acme/tickets/{cast.ticket.number}/files", {"file": part()}, headers=guest),
        ]
    assert all(one.status_code in (409, 422) for one in outside), [one.status_code for one in outside]
    # What an organization keeps is nobody's business outside of it, and the message is told to go without the file.
    assert all("Send your message without it" in one.content.decode() for one in outside)
    with tenancy.organization(cast.acme.pk):
        assert (FileUse.objects.get().used, File.objects.count(), Ticket.objects.count()) == (used, 1, tickets)
