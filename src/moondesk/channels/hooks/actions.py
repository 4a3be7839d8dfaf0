"""Opening and closing doors for providers."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from moondesk.channels.errors import InvalidMailHook, MailHookNotFound
from moondesk.channels.events import MailHookChanged
from moondesk.channels.models import MailAddress, MailHook
from moondesk.events.actions import emit
from moondesk.kit.ids import digest, new_id, new_secret
from moondesk.kit.sealing import seal
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission

MOST = 20
KEY_LENGTH = 200


class Provider(StrEnum):
    """Whose pushes are understood."""

    MAILGUN = "mailgun"
    POSTMARK = "postmark"
    BREVO = "brevo"
    MAILJET = "mailjet"
    RESEND = "resend"


BRING_MAIL = frozenset({Provider.MAILGUN, Provider.POSTMARK})
"""The providers whose pushes have a whole mail; the others only report what became of mails."""

SIGNED = frozenset({Provider.MAILGUN})
"""The providers that sign; without their key their door is not opened."""


@dataclass(frozen=True)
class NewHook:
    """A door just opened: ``secret`` is the end of its address, shown once and kept nowhere."""

    hook: MailHook
    secret: str


def path_of(secret: str) -> str:
    """Return where a provider pushes to; Mailgun sends the whole mail to addresses that end so."""
    return f"/api/v1/inbound-mail/{secret}/mime"


def reports_path_of(secret: str) -> str:
    """Return where a provider reports what became of mails that went out."""
    return f"/api/v1/inbound-mail/{secret}/reports"


def all_hooks(actor: Actor) -> list[MailHook]:
    """Return the doors of the organization."""
    actor.require(Permission.MAIL_MANAGE)
    return list(MailHook.objects.select_related("address").order_by("id"))


def get_hook(actor: Actor, hook_id: uuid.UUID) -> MailHook:
    """Return one door. Raises ``MailHookNotFound``."""
    actor.require(Permission.MAIL_MANAGE)
    found = MailHook.objects.select_related("address").filter(pk=hook_id).first()
    if found is None:
        raise MailHookNotFound("There is no such door here.")
    return found


def open_hook(address: MailAddress, provider: str, key: str, *, by: Actor) -> NewHook:
    """Open a door for a provider, for mail to ``address`` and to what else is the organization's."""
    by.require(Permission.MAIL_MANAGE)
    _check(provider, key)
    if MailHook.objects.count() >= MOST:
        raise InvalidMailHook(_("There are too many doors. Remove one first."))
    secret, pk = new_secret(), new_id()
    sealed = seal(key, pk) if key else None
    hook = MailHook.objects.create(pk=pk, provider=provider, address=address, digest=digest(secret), sealed_key=sealed)
    emit(MailHookChanged(subject_id=pk, change="added", provider=provider), by=by)
    return NewHook(hook, secret)


def _check(provider: str, key: str) -> None:
    if provider not in {one.value for one in Provider}:
        text = _("This cannot be chosen.")
        raise InvalidMailHook(text, fields={"provider": text})
    if Provider(provider) in SIGNED and not key:
        text = _("Give the key that the provider signs with.")
        raise InvalidMailHook(text, fields={"key": text})
    if len(key) > KEY_LENGTH or not (key.isascii() and key.isprintable()):
        text = _("This is too long or has characters that cannot be used.")
        raise InvalidMailHook(text, fields={"key": text})


def close_hook(hook: MailHook, *, by: Actor) -> None:
    """Close a door at once."""
    by.require(Permission.MAIL_MANAGE)
    emit(MailHookChanged(subject_id=hook.pk, change="removed", provider=hook.provider), by=by)
    hook.delete()
