"""The realtime app."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """Streams."""

    name = "moondesk.realtime"
    label = "realtime"
