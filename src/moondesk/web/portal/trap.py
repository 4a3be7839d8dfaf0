"""The time trap of the public form: when it was opened, signed, so that programs that fill it at once are slowed."""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from moondesk.kit.clock import now
from moondesk.kit.ids import new_secret

YOUNGEST = 2.0
OLDEST = 24 * 3600.0
_signer = signing.Signer(salt="moondesk.portal.opened")


@dataclass(frozen=True)
class Opening:
    """One opening of a form. ``mark`` goes into the next page, ``nonce`` names it, ``problem`` asks to send again."""

    mark: str
    nonce: str = ""
    problem: Any = ""

    @property
    def claim(self) -> str:
        """What files of this opening belong to, however often its page comes back."""
        return self.mark.partition("|")[0] if self.mark else ""


def open_form() -> Opening:
    """Return a fresh opening."""
    nonce = new_secret(12)
    return Opening(_signer.sign(f"{nonce}|{now().timestamp():.3f}"), nonce)


def read_opening(mark: str) -> Opening:
    """Return the opening that came back, or why it must be sent again: too soon, too late, or not ours."""
    try:
        nonce, _separator, opened = _signer.unsign(mark).partition("|")
        age = now().timestamp() - float(opened)
    except (signing.BadSignature, ValueError):
        return _again()
    if age > OLDEST:
        return _again()
    if age < YOUNGEST:
        # The same mark goes back: it grows older while a person looks for the button.
        return Opening(mark, problem=_("That was faster than people write. Send it again."))
    return Opening(mark, nonce)


def _again() -> Opening:
    return Opening(open_form().mark, problem=_("The page was open for too long. Look through it and send it again."))
