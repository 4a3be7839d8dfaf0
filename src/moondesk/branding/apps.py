"""The branding app."""

from django.apps import AppConfig


class BrandingConfig(AppConfig):
    """How an organization looks to its customers."""

    name = "moondesk.branding"
    label = "branding"

    def ready(self) -> None:
        """Declare what can happen here, and how it is taken back."""
        from moondesk.branding import actions  # noqa: F401
