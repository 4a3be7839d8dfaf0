"""The portals app."""

from django.apps import AppConfig


class PortalsConfig(AppConfig):
    """How customers come to the help pages."""

    name = "moondesk.portals"
    label = "portals"

    def ready(self) -> None:
        """Declare what can happen, how it is taken back, and the jobs."""
        from moondesk.portals import jobs, reactions  # noqa: F401
        from moondesk.portals.actions import changing, signing_in  # noqa: F401
