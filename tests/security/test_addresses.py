"""Addresses decide where mail goes: changing one closes the old ways in, and a desk's own is nobody's login."""

import pytest
from django.test import Client

from moondesk.accounts.models import User
from moondesk.channels.models import MailAddress
from moondesk.contacts.actions import update_contact
from moondesk.contacts.models import Contact
from moondesk.kit import tenancy
from moondesk.organizations.models import Invitation
from moondesk.tickets.errors import LinkExpired
from moondesk.tickets.queries import participant_by_secret
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def test_a_changed_address_is_told_and_its_links_stop(in_acme: Cast) -> None:
    contact = Contact.objects.get(pk=in_acme.customer.contact.pk)
    assert participant_by_secret(in_acme.link).contact_id == contact.pk
    update_contact(contact, name="Carla C.", by=in_acme.agent.actor)
    assert participant_by_secret(in_acme.link).contact_id == contact.pk
    update_contact(contact, email="new@customer.test", by=in_acme.agent.actor)
    with pytest.raises(LinkExpired):
        participant_by_secret(in_acme.link)


def test_nobody_signs_up_with_an_inbox(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        MailAddress.objects.get_or_create(address="support@acme.test", defaults={"is_default": True})
    fields = {"email": "Support@Acme.test", "name": "Sly", "password1": "a long and winding password"}
    answer = Client().post("/accounts/signup/", fields)
    assert "A desk receives mail at this address." in answer.content.decode()
    assert not User.objects.filter(email="support@acme.test").exists()


def test_nobody_is_invited_at_an_inbox(cast: Cast, client_of) -> None:
    with tenancy.organization(cast.acme.pk):
        MailAddress.objects.get_or_create(address="support@acme.test", defaults={"is_default": True})
    fields = {"which": "invite", "email": "support@acme.test", "role": "viewer", "department": ""}
    assert client_of(cast.owner).post("/acme/settings/members/invitations", fields).status_code == 422
    with tenancy.organization(cast.acme.pk):
        assert not Invitation.objects.exists()


def test_a_stale_change_names_no_note_to_those_who_may_not_see_notes(cast: Cast, client_of, token_of) -> None:
    secret = token_of(cast.agent, scopes=["tickets:ticket:view", "tickets:ticket:update"])
    whole = token_of(cast.agent)
    number, api = cast.ticket.number, Client()
    note = {"kind": "note", "body": "Between us"}
    headers = {"Authorization": f"Bearer {whole}"}
    address = f"/api/v1/tickets/{number}"
    assert api.post(f"{address}/messages", note, content_type="application/json", headers=headers).status_code == 201
    stale = {"Authorization": f"Bearer {secret}", "If-Match": '"1"'}
    answer = api.patch(address, {"priority": "low"}, content_type="application/json", headers=stale)
    assert answer.status_code == 412
    assert "note_added" not in answer.content.decode()
