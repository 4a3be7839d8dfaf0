"""Leaving by one press (RFC 8058): what looks changes nothing, the press does, and only for whom the mail was."""

import re

from django.test import Client

from moondesk.contacts.actions import find_or_create_contact
from moondesk.conversations.actions import reply_as_customer, reply_to_customer
from moondesk.kit import tenancy
from moondesk.tickets.actions.attending import watch_ticket
from moondesk.tickets.actions.participating import keep_in_copy
from moondesk.tickets.families import watchers_of
from moondesk.tickets.models import Participant, Ticket
from moondesk.tickets.rules import Channel
from tests.harness.people import Cast
from tests.mail.conftest import Office


def test_one_in_copy_and_a_watcher_leave_by_the_header_of_their_mail(office: Office) -> None:
    cast: Cast = office.cast
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.get(pk=cast.ticket.pk)
        copied = find_or_create_contact("carbon@customer.test", "Carbon")
        keep_in_copy(ticket, copied, by=cast.agent.actor)
        watch_ticket(ticket, cast.owner.member, by=cast.owner.actor)
        reply_to_customer(ticket, "Found.", by=cast.agent.actor)
        reply_as_customer(ticket, ticket.requester, "Thank you", by=cast.customer.actor, channel=Channel.WEB)
    office.run_jobs()
    mails = {str(one["To"]): one for one in office.caught()}
    requester = mails.pop(str(cast.ticket.requester.email))
    assert requester["List-Unsubscribe"] is None
    assert set(mails) >= {"carbon@customer.test", cast.owner.user.email}
    program = Client(enforce_csrf_checks=True)
    for to in ("carbon@customer.test", cast.owner.user.email):
        sent = mails[to]
        assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        link = str(sent["List-Unsubscribe"]).strip("<>").replace("\r\n", "").replace(" ", "")
        text = sent.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert link in text
        path = re.sub(r"^https?://[^/]+", "", link)
        assert program.get(path).status_code == 200
        with tenancy.organization(cast.acme.pk):
            here = Ticket.objects.get(pk=ticket.pk)
            assert Participant.objects.filter(ticket=here, contact=copied).exists()
            assert cast.owner.actor.member_id in watchers_of(here) or to != cast.owner.user.email
        assert program.post(path + "x", {"List-Unsubscribe": "One-Click"}).status_code == 404
        assert program.post(path.replace("/acme/", "/globex/"), {"List-Unsubscribe": "One-Click"}).status_code == 404
        assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        with tenancy.organization(cast.acme.pk):
            here = Ticket.objects.get(pk=ticket.pk)
            if to == cast.owner.user.email:
                assert cast.owner.actor.member_id not in watchers_of(here)
            else:
                assert not Participant.objects.filter(ticket=here, contact=copied).exists()
            Participant.objects.get_or_create(ticket=here, contact=copied)
