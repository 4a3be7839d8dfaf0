"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit log and what watches over reading."""

    name = "moondesk.audit"
    label = "audit"

    def ready(self) -> None:
        """Register the jobs and what may happen."""
        from moondesk.audit import events, jobs  # noqa: F401
