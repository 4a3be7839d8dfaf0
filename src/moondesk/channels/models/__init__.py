"""Addresses, mailboxes, received mails and mails to send."""

from moondesk.channels.models.addresses import MailAddress
from moondesk.channels.models.dead import DeadAddress
from moondesk.channels.models.hooks import HookDelivery, MailHook
from moondesk.channels.models.ledger import LedgerKeeping, ListedSender
from moondesk.channels.models.mailboxes import FetchedMail, Mailbox
from moondesk.channels.models.outgoing import OutgoingMail
from moondesk.channels.models.pages import MailPage, MailPicture
from moondesk.channels.models.received import ReceivedMail
from moondesk.channels.models.surveys import SurveyAsking
from moondesk.channels.models.templates import MailTemplate
from moondesk.channels.models.ways import WayOut

__all__ = [
    "DeadAddress",
    "FetchedMail",
    "HookDelivery",
    "LedgerKeeping",
    "ListedSender",
    "MailAddress",
    "MailHook",
    "MailPage",
    "MailPicture",
    "MailTemplate",
    "Mailbox",
    "OutgoingMail",
    "ReceivedMail",
    "SurveyAsking",
    "WayOut",
]
