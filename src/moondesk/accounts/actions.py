"""What people can do with their own account besides signing in, which is allauth's."""

from django.conf import settings
from django.utils.translation import gettext as _

from moondesk.accounts.errors import InvalidProfile
from moondesk.accounts.models import Theme, User
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
