"""The limits app."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    """Limits across processes."""

    name = "moondesk.limits"
    label = "limits"
