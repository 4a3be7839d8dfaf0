"""What concerns a member of how mail comes in, in words that are true when they are read."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moondesk.audit.eyes import reason_of
from moondesk.channels.ledger.counting import count_waiting
from moondesk.channels.mailboxes.queries import how_it_stands
from moondesk.notifications.models import Notification
from moondesk.notifications.rules import ALWAYS, OF_MAIL, Kind
from moondesk.organizations.actor import Actor


def offered(actor: Actor) -> list[Kind]:
    """Return the kinds that a member may hear of."""
    told = [kind for kind in Kind if kind not in ALWAYS]
    return [kind for kind in told if kind not in OF_MAIL or actor.may(OF_MAIL[kind])]


def row_of_mail(slug: str, one: Notification) -> dict[str, Any]:
    """Return what is shown of a notification that tells of no ticket."""
    text, below, href = _WRITERS[Kind(one.kind)](slug, one)
    return {
        "id": one.pk,
        "text": text,
        "subject": below,
        "who": "",
        "number": "",
        "href": href,
        "among": False,
        "reads": True,
        "mute": "",
        "is_muted": False,
        "at": one.at,
        "unread": one.read_at is None,
    }


def _mailbox(slug: str, one: Notification) -> tuple[str, str, str]:
    text = _("The mailbox %(name)s cannot be read") % {"name": one.actor_label}
    wrong = how_it_stands(one.subject_id) if one.subject_id else None
    if wrong is None:
        return text, _("It is not here any more."), reverse("settings:mailboxes", kwargs={"slug": slug})
    href = reverse("settings:mailbox", kwargs={"slug": slug, "mailbox_id": one.subject_id})
    return text, wrong or _("The mailbox is read again."), href


def _waiting(slug: str, _one: Notification) -> tuple[str, str, str]:
    number = count_waiting()
    said = ngettext("%(num)d mail waits for a decision", "%(num)d mails wait for a decision", number)
    below = said % {"num": number} if number else _("Nothing waits any more.")
    return _("Mails wait for a decision"), below, reverse("settings:ledger_waiting", kwargs={"slug": slug})


def _flood(slug: str, one: Notification) -> tuple[str, str, str]:
    text = _("We stopped answering %(address)s by machine") % {"address": one.actor_label}
    below = _("So many mails went there that a machine may be answering. Replies that a person writes still go.")
    return text, below, reverse("settings:ledger_sent", kwargs={"slug": slug}) + "?" + urlencode({"state": "withheld"})


def _reading(slug: str, one: Notification) -> tuple[str, str, str]:
    text = _("%(name)s reads very many tickets or files") % {"name": one.actor_label}
    below = _("More than anybody does at work, in a few minutes. Ask, or close their account if something is wrong.")
    where = urlencode({"what": "reading", "q": one.actor_label})
    return text, below, reverse("settings:audit", kwargs={"slug": slug}) + "?" + where


def _viewed(slug: str, one: Notification) -> tuple[str, str, str]:
    text = _("%(name)s sees the desk as you do") % {"name": one.actor_label}
    why = reason_of(one.subject_id) if one.subject_id else None
    if why is None:
        return text, "", reverse("desk:notifications", kwargs={"slug": slug})
    if why.is_operator:
        text = _("%(name)s, who runs this installation, looks into the desk") % {"name": one.actor_label}
    return text, why.reason, reverse("desk:notifications", kwargs={"slug": slug})


def _closed(slug: str, one: Notification) -> tuple[str, str, str]:
    return _("Whoever runs this installation closed your organization"), one.actor_label, _log(slug)


def _opened(slug: str, one: Notification) -> tuple[str, str, str]:
    return _("Whoever runs this installation opened your organization again"), one.actor_label, _log(slug)


def _domain(slug: str, one: Notification) -> tuple[str, str, str]:
    text = _("The record that proves %(domain)s is not in DNS") % {"domain": one.actor_label}
    below = _("Put it back: gone for seven days, the domain does not count as yours any more.")
    return text, below, reverse("settings:organization", kwargs={"slug": slug})


def _offered(slug: str, one: Notification) -> tuple[str, str, str]:
    text = _("%(name)s offers to hand the organization on") % {"name": one.actor_label}
    below = _("See what it means, and who is to be its owner.")
    return text, below, reverse("settings:ownership", kwargs={"slug": slug})


def _owner(slug: str, one: Notification) -> tuple[str, str, str]:
    return _("%(name)s owns the organization now") % {"name": one.actor_label}, "", _start(slug)


def _no_owner(slug: str, one: Notification) -> tuple[str, str, str]:
    text = _("The organization was not handed on to %(name)s") % {"name": one.actor_label}
    return text, _("Its owners stay who they were."), _start(slug)


def _owners(slug: str, one: Notification) -> tuple[str, str, str]:
    text = _("Who owns the organization was changed: %(name)s") % {"name": one.actor_label}
    return text, _("What was done, and by whom, is in the mail and in the audit log."), _start(slug)


def _start(slug: str) -> str:
    return reverse("desk:notifications", kwargs={"slug": slug})


def _log(slug: str) -> str:
    return reverse("settings:audit", kwargs={"slug": slug}) + "?what=organization"


_WRITERS = {
    Kind.MAILBOX: _mailbox,
    Kind.WAITING: _waiting,
    Kind.FLOOD: _flood,
    Kind.READING: _reading,
    Kind.VIEWED: _viewed,
    Kind.CLOSED: _closed,
    Kind.OPENED: _opened,
    Kind.DOMAIN: _domain,
    Kind.OFFERED: _offered,
    Kind.OWNER: _owner,
    Kind.NO_OWNER: _no_owner,
    Kind.OWNERS: _owners,
}
