"""The channels app."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """The doors in and out."""

    name = "moondesk.channels"
    label = "channels"

    def ready(self) -> None:
        """Register what can happen, what mails go out for what happened, and the jobs."""
        from moondesk.channels import confirmations, events, jobs, reactions  # noqa: F401
        from moondesk.channels.surveys import jobs as _jobs  # noqa: F401
        from moondesk.channels.ways import events as _events  # noqa: F401
