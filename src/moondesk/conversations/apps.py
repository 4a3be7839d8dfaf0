"""The conversations app."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Messages of tickets."""

    name = "moondesk.conversations"
    label = "conversations"

    def ready(self) -> None:
        """Declare the jobs and reactions of conversations, and how its events are taken back."""
        from moondesk.conversations import jobs, reactions  # noqa: F401
        from moondesk.conversations.actions import (  # noqa: F401
            calls,
            cloning,
            editing,
            holding,
            merging,
            splitting,
            voting,
        )
