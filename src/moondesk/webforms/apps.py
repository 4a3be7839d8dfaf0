"""The web forms app."""

from django.apps import AppConfig


class WebformsConfig(AppConfig):
    """Web forms and the sites that may use them."""

    name = "moondesk.webforms"
    label = "webforms"

    def ready(self) -> None:
        """Declare how changes are taken back, what holds uploads, and the jobs."""
        from moondesk.webforms import jobs, queries  # noqa: F401
        from moondesk.webforms.actions import sites, writing  # noqa: F401
