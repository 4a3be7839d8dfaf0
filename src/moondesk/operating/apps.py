"""The operating app."""

from django.apps import AppConfig


class OperatingConfig(AppConfig):
    """The operator's side of an installation."""

    name = "moondesk.operating"
    label = "operating"

    def ready(self) -> None:
        """Register the jobs and what may happen."""
        from moondesk.operating import events, jobs  # noqa: F401
