"""What people do to their accounts goes into the audit log: django-allauth tells of it by signals."""

from collections.abc import Callable
from typing import Any

from allauth.account import signals
from allauth.account.authentication import get_authentication_records
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.http import HttpRequest

from moondesk.accounts.models import User
from moondesk.audit.actions import note_failure, note_user
from moondesk.audit.events import EmailChanged, FactorChanged, PasswordChanged, SignedIn, SignedOut
from moondesk.web.client import counted_as

type Note = Callable[..., None]


def _signed_in(request: HttpRequest, user: User, **_more: Any) -> None:
    records = get_authentication_records(request, user) if request is not None else []
    methods = [str(one.get("method", "")) for one in records]
    note_user(user, SignedIn(subject_id=user.pk, how=", ".join(dict.fromkeys(methods)) or "password"))


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_more: Any) -> None:
    email = str(credentials.get("email") or credentials.get("username") or "")
    if email and request is not None:
        note_failure(email, counted_as(request))


def _signed_out(user: User | None, **_more: Any) -> None:
    if user is not None:
        note_user(user, SignedOut(subject_id=user.pk))


def _password(how: str) -> Note:
    def note(user: User, **_more: Any) -> None:
        note_user(user, PasswordChanged(subject_id=user.pk, how=how))

    return note


def _email_changed(user: User, from_email_address: Any, to_email_address: Any, **_more: Any) -> None:
    old, new = (one.email if one else "" for one in (from_email_address, to_email_address))
    note_user(user, EmailChanged(subject_id=user.pk, change="primary", old=old, new=new))


def _email(change: str) -> Note:
    def note(user: User, email_address: Any, **_more: Any) -> None:
        old, new = ("", email_address.email) if change == "added" else (email_address.email, "")
        note_user(user, EmailChanged(subject_id=user.pk, change=change, old=old, new=new))

    return note


def _factor(change: str) -> Note:
    def note(user: User, authenticator: Any, **_more: Any) -> None:
        note_user(user, FactorChanged(subject_id=user.pk, change=change, factor=str(authenticator.type)))

    return note


NOTES: list[tuple[Any, Note]] = [
    (signals.user_logged_in, _signed_in),
    (user_login_failed, _failed),
    (user_logged_out, _signed_out),
    (signals.password_changed, _password("changed")),
    (signals.password_set, _password("set")),
    (signals.password_reset, _password("reset")),
    (signals.email_changed, _email_changed),
    (signals.email_added, _email("added")),
    (signals.email_removed, _email("removed")),
]


def listen() -> None:
    """Hear of what happens to accounts; of second factors where they are installed."""
    from django.apps import apps

    notes = list(NOTES)
    if apps.is_installed("allauth.mfa"):
        from allauth.mfa import signals as factors

        notes += [
            (factors.authenticator_added, _factor("added")),
            (factors.authenticator_removed, _factor("removed")),
            (factors.authenticator_reset, _factor("renewed")),
        ]
    for number, (signal, note) in enumerate(notes):
        signal.connect(note, weak=False, dispatch_uid=f"moondesk-audit-{number}")
