"""How far the mails of a reply got, in words. What did not go out is said first, with the reason."""

import uuid

from django.utils.translation import gettext as _

from moondesk.channels.queries import Delivery, delivery_of
from moondesk.channels.rules import State


def delivery_words(replies: list[uuid.UUID]) -> dict[uuid.UUID, dict[str, str]]:
    """Return for each reply that has mails the form in which it is shown and its text (C13)."""
    if not replies:
        return {}
    return {message: _words(mails) for message, mails in delivery_of(replies).items()}


def _words(mails: list[Delivery]) -> dict[str, str]:
    """Return the worst state: an agent needs to know of the one mail that did not go, not of those that did."""
    many = len(mails) > 1
    for state, form, words in _WORST:
        for mail in mails:
            if mail.state == state:
                return {form: words(mail, many)}
    unsent = [mail for mail in mails if mail.state not in (State.SENT, State.DELIVERED, State.DELAYED)]
    if not unsent:
        return _gone_out(mails)
    late = next((mail for mail in unsent if mail.reason), None)
    if late is None:
        return {"waiting": _("The mail is on its way")}
    return {"waiting": _("The mail waits and is tried again. %(why)s") % {"why": late.reason}}


def _gone_out(mails: list[Delivery]) -> dict[str, str]:
    late = next((mail for mail in mails if mail.state == State.DELAYED), None)
    if late is not None:
        return {"waiting": _("Sent by mail, but not delivered yet. %(why)s") % {"why": late.reason}}
    if all(mail.state == State.DELIVERED for mail in mails):
        return {"seen": _("Delivered by mail")}
    return {"seen": _("Sent by mail")}


def _unwanted(mail: Delivery, many: bool) -> str:
    if many:
        return _("%(address)s reported the mail as unwanted.") % {"address": mail.recipient}
    return _("The recipient reported this mail as unwanted.")


def _refused(mail: Delivery, many: bool) -> str:
    if many:
        values = {"address": mail.recipient, "why": mail.reason}
        return _("The mail to %(address)s could not be delivered. %(why)s") % values
    return _("The mail could not be delivered. %(why)s") % {"why": mail.reason}


def _kept_back(mail: Delivery, many: bool) -> str:
    if many:
        return _("Not sent by mail to %(address)s. %(why)s") % {"address": mail.recipient, "why": mail.reason}
    return _("Not sent by mail. %(why)s") % {"why": mail.reason}


_WORST = (
    (State.FAILED, "failed", _refused),
    (State.BOUNCED, "failed", _refused),
    (State.WITHHELD, "held", _kept_back),
    (State.COMPLAINED, "held", _unwanted),
)
"""What an agent needs to know first, and how it is shown."""
