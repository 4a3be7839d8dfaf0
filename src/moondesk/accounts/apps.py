"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and sign-in."""

    name = "moondesk.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the periodic jobs."""
        from moondesk.accounts import jobs  # noqa: F401
