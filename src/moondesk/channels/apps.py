"""The channels app."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """The doors in and out."""

    name = "moondesk.channels"
    label = "channels"
