"""Whom an organization always lets in, and whom never."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import validate_domain_name, validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from moondesk.channels.errors import InvalidListing
from moondesk.channels.events import SenderListed
from moondesk.channels.models import ListedSender
from moondesk.channels.rules import Listing
from moondesk.events.actions import emit
from moondesk.kit.compiled import MOST_VALUES, compiled
from moondesk.kit.errors import NotFound
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission

_MOST = 5000


def listed_senders(kind: str = "") -> QuerySet[ListedSender]:
    """Return the lists, by name."""
    rows = ListedSender.objects.order_by("sender")
    return rows.filter(kind=kind) if kind else rows


def get_listed(listed_id: uuid.UUID) -> ListedSender:
    """Return one line of the lists. Raises ``NotFound``."""
    found = ListedSender.objects.filter(pk=listed_id).first()
    if found is None:
        raise NotFound(_("This sender is on no list."))
    return found


def listing_of(sender: str) -> Listing | None:
    """Return how a sender is listed: by address, else by the nearest domain. It says nothing of who really wrote."""
    names = patterns_of(sender)
    lines = _lines(*names) if len(names) <= MOST_VALUES else ListedSender.objects.filter(sender__in=names)
    found = {line.sender: line.kind for line in lines}
    return next((Listing(found[name]) for name in names if name in found), None)


@compiled
def _lines(*names: str) -> QuerySet[ListedSender]:
    return ListedSender.objects.filter(sender__in=names)


def patterns_of(sender: str) -> list[str]:
    """Return what may be listed of a sender, the nearest first: the address, its domain, the domains above."""
    address = sender.strip().lower()
    labels = address.rpartition("@")[2].split(".")
    return [address, *("@" + ".".join(labels[start:]) for start in range(max(1, len(labels) - 1)))]


def list_sender(sender: str, kind: Listing, *, by: Actor) -> ListedSender:
    """Put a sender or a domain on a list; one that is on the other list moves over. Raises ``InvalidListing``."""
    by.require(Permission.MAIL_RELEASE)
    name = _checked(sender)
    if ListedSender.objects.count() >= _MOST:
        raise InvalidListing(_("There are too many senders on the lists."))
    listed, _made = ListedSender.objects.update_or_create(
        sender=name, defaults={"kind": kind, "created_by": by.label[:254]}
    )
    emit(SenderListed(subject_id=listed.pk, change=kind.value, sender=name), by=by)
    return listed


def unlist_sender(listed: ListedSender, *, by: Actor) -> None:
    """Take a sender off the lists."""
    by.require(Permission.MAIL_RELEASE)
    emit(SenderListed(subject_id=listed.pk, change="removed", sender=listed.sender), by=by)
    listed.delete()


def _checked(sender: str) -> str:
    """Return an address, or a domain with ``@`` in front. A whole top-level domain is no sender."""
    name = sender.strip().lower()
    try:
        if "@" in name.removeprefix("@"):
            validate_email(name)
        else:
            name = "@" + name.removeprefix("@")
            validate_domain_name(name[1:])
            if "." not in name:
                raise ValidationError(name)
    except ValidationError:
        text = _("Write an address such as anna@example.com, or a domain such as example.com.")
        raise InvalidListing(text, fields={"sender": text}) from None
    return name[:255]
