"""The api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The face for programs."""

    name = "moondesk.api"
    label = "api"
