"""What the form of a mailbox says."""

import uuid
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from moondesk.channels.addressing import get_address
from moondesk.channels.mailboxes.settings import MailboxSettings
from moondesk.channels.models import MailAddress
from moondesk.kit.errors import InvalidInput, NotFound

_NUMBERS = ("port", "delete_days")


def address_of_form(sent: QueryDict) -> MailAddress:
    """Return the address that was chosen. Raises ``InvalidInput``."""
    try:
        return get_address(uuid.UUID(sent.get("address", "")))
    except (ValueError, NotFound):
        text = _("This cannot be chosen.")
        raise InvalidInput(text, fields={"address": text}) from None


def settings_of_form(sent: QueryDict) -> MailboxSettings:
    """Return how the mailbox is to be read. Raises ``InvalidInput``."""
    names = [name for name in MailboxSettings.__dataclass_fields__ if name in sent and name not in _NUMBERS]
    given: dict[str, Any] = {name: sent.get(name, "") for name in names}
    for name in _NUMBERS:
        text = sent.get(name, "").strip()
        if text and not (text.isascii() and text.isdigit() and len(text) < 6):
            wrong = _("Give a number.")
            raise InvalidInput(wrong, fields={name: wrong})
        given[name] = int(text or 0)
    return MailboxSettings(**{"host": "", "username": ""} | given)
