"""Why a mail did not arrive, in plain words: the status codes of RFC 3463 and what they mean to people."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_WORDS = {
    "1.0": gettext_noop("Something is wrong with the address."),
    "1.1": gettext_noop("The address does not exist."),
    "1.2": gettext_noop("The domain of the address does not exist or takes no mail."),
    "1.3": gettext_noop("The address is not written in a way that its server understands."),
    "1.4": gettext_noop("The address stands for more than one mailbox."),
    "1.6": gettext_noop("The mailbox has moved and left no new address."),
    "1.8": gettext_noop("The recipient's server does not accept the address we write from."),
    "1.10": gettext_noop("The domain of the address takes no mail."),
    "2.0": gettext_noop("Something is wrong with the mailbox."),
    "2.1": gettext_noop("The mailbox is switched off."),
    "2.2": gettext_noop("The mailbox is full."),
    "2.3": gettext_noop("The mail is larger than the mailbox takes."),
    "2.4": gettext_noop("The mailing list could not pass the mail on."),
    "3.1": gettext_noop("The recipient's server has no room left."),
    "3.2": gettext_noop("The recipient's server takes no mail at the moment."),
    "3.4": gettext_noop("The mail is larger than the recipient's server takes."),
    "4.1": gettext_noop("The recipient's server does not answer."),
    "4.2": gettext_noop("The connection to the recipient's server broke."),
    "4.3": gettext_noop("The recipient's server could not be found."),
    "4.4": gettext_noop("The recipient's server could not be found."),
    "4.6": gettext_noop("The mail went round in a circle between servers."),
    "4.7": gettext_noop("The recipient's server did not take the mail for days."),
    "5.0": gettext_noop("The servers did not understand each other."),
    "5.3": gettext_noop("The recipient's server takes no mail for so many at once."),
    "6.0": gettext_noop("The recipient's server does not take what the mail is made of."),
    "7.0": gettext_noop("The recipient's server refuses our mail."),
    "7.1": gettext_noop("The recipient's server refuses our mail."),
    "7.2": gettext_noop("The recipient is a list that we may not write to."),
    "7.23": gettext_noop("The recipient's server refuses our mail: our server is not listed as a sender (SPF)."),
    "7.25": gettext_noop("The recipient's server refuses our mail: our server has no name of its own (reverse DNS)."),
    "7.26": gettext_noop("The recipient's server refuses our mail: it is not signed as it wants (SPF, DKIM, DMARC)."),
    "7.27": gettext_noop("The recipient's server refuses our mail: the address we write from takes none itself."),
}
_CLASSES = {
    "1": "1.0",
    "2": "2.0",
    "3": "3.2",
    "4": "4.1",
    "5": "5.0",
    "6": "6.0",
    "7": "7.0",
}


def reason_of(code: str) -> str:
    """Return what a status code means, in the language that is spoken; nothing for one that is not known."""
    _class, _dot, detail = code.partition(".")
    words = _WORDS.get(detail) or _WORDS.get(_CLASSES.get(detail.partition(".")[0], ""))
    return _(words) if words else ""


def names_address(code: str) -> bool:
    """Say whether a code means that there is no such address, and not that it cannot take mail now."""
    return code in ("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1")
