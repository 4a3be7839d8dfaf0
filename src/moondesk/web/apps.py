"""The web app."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The faces for people."""

    name = "moondesk.web"
    label = "web"

    def ready(self) -> None:
        """Register the jobs of the faces."""
        import_module("moondesk.web.account.jobs")
        import_module("moondesk.web.portal.jobs")
