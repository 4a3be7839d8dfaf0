"""The organizations app."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Organizations, members and departments."""

    name = "moondesk.organizations"
    label = "organizations"
