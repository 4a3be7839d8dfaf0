"""The web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The faces for people."""

    name = "moondesk.web"
    label = "web"
