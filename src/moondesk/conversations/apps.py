"""The conversations app."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Messages of tickets."""

    name = "moondesk.conversations"
    label = "conversations"
