"""Telling people by mail what happened to their account."""

from django.conf import settings

from moondesk.accounts.models import User
from moondesk.web.account.jobs import deliver_account_mail


def tell(user: User, kind: str) -> None:
    """Mail a notice (``mails.py`` has the words of its kind) to the address that somebody signs in with."""
    deliver_account_mail.enqueue(
        kind=kind, recipient=user.email, user_id=str(user.pk), language=user.language or settings.LANGUAGE_CODE
    )
