"""Passwords that are long enough and still tried first: a common one dressed up, or a walk over the keyboard."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from moondesk.accounts.breached import is_common, plain

_WALKS = (
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
    "1234567890",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
)
_FEWEST = 5
"""How many different characters there must be."""


class SimplePasswordValidator:
    """Refuses common passwords, also with something around them, and what is long only by repeating or walking."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ``ValidationError`` with the reason."""
        whole = plain(password)
        letters = "".join(char for char in whole if char.isalnum())
        if len(set(whole)) < _FEWEST or _is_repeated(whole) or _is_repeated(letters):
            text = _("This password repeats itself. Take several words that have nothing to do with each other.")
            raise ValidationError(text, code="password_repeats")
        if _is_walk(letters):
            text = _("This password follows the keyboard or the alphabet. Take several words instead.")
            raise ValidationError(text, code="password_walk")
        if is_common(whole):
            text = _("This password is known from breaches and tried first. Take several words instead.")
            raise ValidationError(text, code="password_too_common")
        if _is_dressed_up(letters):
            text = _("This is a common password with something around it. Take several words instead.")
            raise ValidationError(text, code="password_dressed_up")

    def get_help_text(self) -> str:
        """Return what to do."""
        return _("Several words that have nothing to do with each other are easy to remember and hard to guess.")


def _is_dressed_up(letters: str) -> bool:
    """Say whether one common password is left when figures at both ends, and repetitions of it, are taken away."""
    core = letters.strip("0123456789")
    return any(one and is_common(one) for one in {letters, core, letters.rstrip("0123456789"), core[: _period(core)]})


def _period(text: str) -> int:
    """Return after how many characters a text repeats itself; its whole length when it does not."""
    return next((size for size in range(1, len(text) * 2 // 3 + 1) if text[size:] == text[:-size]), len(text))


def _is_repeated(text: str) -> bool:
    return _period(text) < len(text)


def _is_walk(text: str) -> bool:
    return any(text in row * 3 or text in row[::-1] * 3 for row in _WALKS)
