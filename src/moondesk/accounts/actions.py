"""What people can do with their own account besides signing in, which is allauth's."""

import uuid

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _

from moondesk.accounts.errors import InvalidProfile, NoSuchUser
from moondesk.accounts.models import SignIn, Theme, User, normal_email
from moondesk.accounts.queries import sign_in_methods
from moondesk.accounts.sessions import SessionStore
from moondesk.kit.clock import known_zones
from moondesk.kit.lines import line_problem

NAME_LENGTH = 120


def _problem(field: str, value: str) -> str | None:
    if field == "name" and (problem := line_problem(value, NAME_LENGTH)):
        return {
            "empty": _("Write your name."),
            "too_long": _("Keep your name under %(most)s characters.") % {"most": NAME_LENGTH + 1},
            "control": _("Your name has characters that cannot be shown."),
        }[problem]
    if field == "language" and value not in dict(settings.LANGUAGES):
        return _("There is no such language.")
    if field == "time_zone" and value and value not in known_zones():
        return _("There is no such time zone.")
    if field == "theme" and value not in Theme.values:
        return _("There is no such theme.")
    return None


def update_profile(user: User, **changes: str) -> None:
    """Change name, language, time zone or theme. Raises ``InvalidProfile`` beside the field."""
    wrong = {field: text for field, value in changes.items() if (text := _problem(field, value))}
    if wrong:
        raise InvalidProfile(next(iter(wrong.values())), fields=wrong)
    for field, value in changes.items():
        setattr(user, field, value.strip())
    user.save(update_fields=list(changes))


def switch_shortcuts(user: User, *, on: bool) -> None:
    """Let single keys do things for this person, or not, wherever they sign in."""
    user.has_shortcuts = on
    user.save(update_fields=["has_shortcuts"])


def forget_accounts_at(provider: str) -> None:
    """Forget who is who at a provider that nobody signs in by any more."""
    SocialAccount.objects.filter(provider=provider).delete()


def forget_second_factors(email: str) -> User:
    """Take away every second factor of an account. Raises ``NoSuchUser``."""
    user = User.objects.filter(email=normal_email(email)).first()
    if user is None:
        raise NoSuchUser(_("There is no account with this address."))
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    return user


def claim_account(email: str) -> User | None:
    """Return whose account an address is that is proven by whoever asks, or None.

    Somebody may have made it who could never read mail there: what they signed in by is taken away, and the address
    counts as proven.
    """
    user = User.objects.select_for_update().filter(email=normal_email(email)).first()
    if user is None or EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
        return user
    SocialAccount.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user)
    EmailAddress.objects.filter(email__iexact=user.email).delete()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def make_account(email: str, name: str) -> User:
    """Make an account without a password for an address whose domain was proven by whoever asks for it.

    Who can read mail there sets a password, or comes in by the provider of the domain.
    """
    user = User.objects.create_user(email, name=name)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def note_sign_in(user: User, session_key: str, *, address: str, agent: str) -> None:
    """Write down where a session was opened."""
    known = {"user": user, "address": address or None, "agent": agent[:300].replace("\0", "")}
    SignIn.objects.update_or_create(session_key=session_key, defaults=known)


def end_session(user: User, sign_in: uuid.UUID) -> None:
    """End one session of somebody; their streams in it end within seconds."""
    for one in SignIn.objects.filter(user=user, pk=sign_in):
        SessionStore(one.session_key).delete()


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End all sessions of somebody, or all but one; returns how many."""
    ended = list(SignIn.objects.filter(user=user).exclude(session_key=but or ""))
    for one in ended:
        SessionStore(one.session_key).delete()
    return len(ended)


def forget_shown(session: SessionBase) -> None:
    """Let a second factor count as shown in a session no more: there is none now."""
    methods = sign_in_methods(session)
    if isinstance(methods, list):
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [one for one in methods if one.get("method") != "mfa"]
