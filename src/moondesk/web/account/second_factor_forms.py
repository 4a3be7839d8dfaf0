"""Forms of the second step: codes count once, guessing ends, and nobody is kept out by the guesses of others."""

from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from moondesk.accounts.models import User
from moondesk.kit.ids import digest
from moondesk.limits.actions import Limit, count, take_back
from moondesk.web.account import known
from moondesk.web.account.forms import SpokenErrors
from moondesk.web.client import counted_as

TRIES_HERE = Limit("second_factor.here", 6, 300)
"""Wrong codes for one account from one network address, or in one browser that is known."""
TRIES_OF_STRANGERS = Limit("second_factor.strangers", 20, 3600)
"""Wrong codes for one account from all browsers that are not known. One in 17,000 gets in by guessing in an hour."""

_NAME_LENGTH = 60
_CODE_LENGTH = 40
_VALID = 120
"""Seconds after which a code of an app is surely over: it counts for 90, a clock half a minute off included."""


class Counted:
    """One try with a code, counted before the code is looked at, and taken back when it is right."""

    def __init__(self, user: User) -> None:
        request = context.request
        mark = known.mark_of(request, user)
        place = f"browser {mark}" if mark else f"network {counted_as(request)}"
        self._counts = [(TRIES_HERE, str(user.pk), place)]
        if not mark:
            self._counts.append((TRIES_OF_STRANGERS, str(user.pk), ""))
        standings = [count(*one) for one in self._counts]
        if not mark and standings[1].remaining == 0 and not standings[1].over:
            account_adapter(request).send_notification_mail("account/email/second_factor_guessed", user)
        if any(standing.over for standing in standings):
            raise account_adapter().validation_error("too_many_login_attempts")

    def take_back(self) -> None:
        """Forget the try: it was no guess."""
        for one in self._counts:
            take_back(*one)


def is_first_use(user: User, code: str) -> bool:
    """Say whether the code of an app was not used before, and note that it is used now."""
    plain = "".join(char for char in code if char.isalnum())
    return bool(cache.add(f"moondesk.code.{user.pk}.{digest(plain).hex()}", 1, timeout=_VALID))


class _OfCodes(SpokenErrors):
    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.error_messages["required"] = _("Type the code.")
        field.max_length = _CODE_LENGTH  # type: ignore[attr-defined]
        field.widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": _CODE_LENGTH}


class _Code(_OfCodes):
    def clean_code(self) -> str:
        """Return the code of the app or a recovery code, used up by this."""
        tried, code = Counted(self.user), str(self.cleaned_data["code"])
        own = Authenticator.objects.filter(user=self.user).exclude(type=Authenticator.Type.WEBAUTHN)
        found = next((one for one in own if one.wrap().validate_code(code)), None)
        if found is None or (found.type == Authenticator.Type.TOTP and not is_first_use(self.user, code)):
            raise get_adapter().validation_error("incorrect_code")
        tried.take_back()
        self.authenticator = found
        found.user = self.user
        if found.type == Authenticator.Type.RECOVERY_CODES:
            account_adapter().send_notification_mail("account/email/recovery_code_used", self.user)
        return code


class CodeForm(_Code, codes.AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_Code, codes.ReauthenticateForm):
    """A code before something that matters."""


class ActivateForm(_OfCodes, totp.ActivateTOTPForm):
    """The first code of a new app, which is used up too."""

    def clean_code(self) -> str:
        """Return the code."""
        code = str(super().clean_code())
        is_first_use(self.user, code)
        return code


class _Passkey(SpokenErrors):
    user: User | None
    asks_who_holds_it = False

    def clean_credential(self) -> Authenticator:
        """Return whose passkey it is. Not counted by account: there is nothing to guess, and it would lock out."""
        answer = self.cleaned_data["credential"]
        try:
            said = auth.parse_authentication_response(answer).response.authenticator_data
            if self.asks_who_holds_it and not said.is_user_verified():
                raise ValueError("The key was not shown who holds it")
            return auth.complete_authentication(self.user or auth.extract_user_from_response(answer), answer)
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise get_adapter().validation_error("wrong_passkey") from error


class PasskeyForm(_Passkey, webauthn.AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class PasskeyAgainForm(_Passkey, webauthn.ReauthenticateWebAuthnForm):
    """A passkey before something that matters."""


class PasskeySignInForm(_Passkey, webauthn.LoginWebAuthnForm):
    """A passkey instead of address and password: it has to know who holds it, by a PIN or a finger.

    Allauth asks that of the browser, but takes an answer to a question of the second step, too, which it left in the
    session; there a key without is good, as the password was given before.
    """

    asks_who_holds_it = True


class _Named(SpokenErrors):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name"),
            max_length=_NAME_LENGTH,
            required=self.fields["name"].required,
            error_messages={
                "required": _("Give the passkey a name."),
                "max_length": _("Keep the name under %(most)s characters.") % {"most": _NAME_LENGTH + 1},
            },
        )


class AddPasskeyForm(_Named, webauthn.AddWebAuthnForm):
    """A new passkey: by which name its owner knows it, and what the browser made."""

    def clean(self) -> dict[str, Any]:
        """Refuse what no browser sends as it refuses a wrong answer."""
        try:
            cleaned: dict[str, Any] = super().clean() or {}
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return cleaned


class RenamePasskeyForm(_Named, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""
