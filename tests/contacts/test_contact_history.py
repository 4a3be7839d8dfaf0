"""A change of a contact says from what to what."""

import pytest

from moondesk.contacts.actions import confirm_email, find_or_create_company, update_contact
from moondesk.contacts.models import Contact
from moondesk.events.models import Event
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def test_what_was_changed_is_told_with_before_and_after(in_acme: Cast) -> None:
    actor = in_acme.agent.actor
    contact = Contact.objects.get(pk=in_acme.customer.contact.pk)
    old = {"name": contact.name, "email": contact.email, "company": ""}
    company = find_or_create_company("Norte", by=actor)
    update_contact(contact, name="Carla C.", email="New@Customer.test", phone=contact.phone, company=company, by=actor)
    event = Event.objects.get(name="contact.updated", subject_id=contact.pk)
    assert event.data["fields"] == ["name", "email", "company"]
    assert event.data["before"] == old
    assert event.data["after"] == {"name": "Carla C.", "email": "new@customer.test", "company": "Norte"}
    assert event.actor_id == actor.id


def test_no_change_tells_nothing(in_acme: Cast) -> None:
    contact = Contact.objects.get(pk=in_acme.customer.contact.pk)
    update_contact(contact, name=contact.name, by=in_acme.agent.actor)
    assert not Event.objects.filter(name="contact.updated").exists()


def test_another_address_has_to_be_shown_anew(in_acme: Cast) -> None:
    contact = Contact.objects.get(pk=in_acme.customer.contact.pk)
    confirm_email(contact)
    update_contact(contact, name="Carla C.", by=in_acme.agent.actor)
    assert Contact.objects.get(pk=contact.pk).email_verified_at
    update_contact(contact, email="new@customer.test", by=in_acme.agent.actor)
    assert Contact.objects.get(pk=contact.pk).email_verified_at is None
