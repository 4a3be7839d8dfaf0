"""Which ways of proving who one is were used in a session, and what follows from them."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from moondesk.accounts.models import User

WAYS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}
"""The ways to prove it once more, by allauth's names."""

_SECOND = "mfa"


def note_set_up(request: HttpRequest, user: User, authenticator: Any, **_kwargs: Any) -> None:
    """A second factor that was just set up was shown too: a code typed, a passkey used."""
    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, _SECOND, id=authenticator.pk, type=authenticator.type)


def renew_session(request: HttpRequest, *, reauthenticated: bool = False, **_kwargs: Any) -> None:
    """Give the session a new id when somebody has proven more than before: an id from earlier is worth no more."""
    if reauthenticated:
        request.session.cycle_key()
