"""The contacts app."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """Contacts and companies."""

    name = "moondesk.contacts"
    label = "contacts"
