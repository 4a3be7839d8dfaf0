"""Adding, changing, pausing, trying and removing the ways by which mail leaves."""

import uuid
from dataclasses import dataclass
from typing import NoReturn

from django.utils.translation import gettext as _

from moondesk.channels.jobs import send_outgoing_mail
from moondesk.channels.mail.outbox import About, put_in_outbox
from moondesk.channels.models import MailAddress, OutgoingMail, WayOut
from moondesk.channels.rules import Kind
from moondesk.channels.ways.errors import InvalidWay, WayPaused
from moondesk.channels.ways.events import (
    WayOutAdded,
    WayOutChanged,
    WayOutPaused,
    WayOutRemoved,
    WayOutResumed,
    WayOutTested,
)
from moondesk.channels.ways.queries import waiting_for
from moondesk.channels.ways.rules import KINDS, MOST, PORTS, PROVIDERS, SMTP, Security, is_host, is_plain
from moondesk.events.actions import emit
from moondesk.kit.asking import asked
from moondesk.kit.egress import Unreachable, check_host
from moondesk.kit.ids import new_id
from moondesk.kit.sealing import seal
from moondesk.kit.tenancy import current_organization_id
from moondesk.limits.actions import Limit, hit
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission

TESTS = Limit("mail-way-test", 20, 3600)
NAME_LENGTH = 80
_PLACE = ("kind", "host", "port", "security", "username", "domain", "region")
"""Where a secret is shown to: when one of these changes, the secret is typed anew, or it could be sent elsewhere."""


@dataclass(frozen=True, kw_only=True)
class WayEdit:
    """What a way out shall be. ``secret`` is its password or key; None keeps the one it has."""

    name: str
    kind: str = SMTP
    host: str = ""
    port: int | None = None
    security: str = Security.STARTTLS
    username: str = ""
    secret: str | None = None
    domain: str = ""
    region: str = ""
    has_return_path: bool = True
    addresses: tuple[str, ...] = ()
    """The addresses that send by it."""


def add_way(edit: WayEdit, *, by: Actor) -> WayOut:
    """Add a way out."""
    by.require(Permission.MAIL_MANAGE)
    if WayOut.objects.count() >= MOST:
        raise InvalidWay(_("There are %(most)s ways out already.") % {"most": MOST})
    way = WayOut()
    _write(way, edit)
    way.save(force_insert=True)
    _give_addresses(way, edit.addresses)
    emit(WayOutAdded(subject_id=way.pk, label=way.name, kind=way.kind), by=by)
    return way


def change_way(way: WayOut, edit: WayEdit, *, by: Actor) -> None:
    """Change a way out, which came locked: what another changed meanwhile is not taken for what was there."""
    by.require(Permission.MAIL_MANAGE)
    names = (*_PLACE, "name", "has_return_path")
    before, sealed = {name: getattr(way, name) for name in names}, way.sealed
    _write(way, edit)
    way.problem, way.problem_at = "", None
    way.save()
    changed = [name for name in names if getattr(way, name) != before[name]]
    changed += ["secret"] if way.sealed is not sealed else []
    changed += ["addresses"] if _give_addresses(way, edit.addresses) else []
    if changed:
        emit(WayOutChanged(subject_id=way.pk, label=way.name, fields=tuple(changed)), by=by)


def remove_way(way: WayOut, *, by: Actor) -> None:
    """Remove a way out; its addresses, and the mails that wait for it, use the installation's."""
    by.require(Permission.MAIL_MANAGE)
    waiting = [] if way.is_active else list(waiting_for(way).values_list("pk", flat=True))
    MailAddress.objects.filter(way_out=way).update(way_out=None)
    subject_id, label = way.pk, way.name
    way.delete()
    emit(WayOutRemoved(subject_id=subject_id, label=label), by=by)
    _send_now(waiting)


def pause_way(way: WayOut, *, by: Actor) -> None:
    """Let the mails of a way wait."""
    by.require(Permission.MAIL_MANAGE)
    if way.is_active:
        way.is_active = False
        way.save(update_fields=["is_active"])
        emit(WayOutPaused(subject_id=way.pk, label=way.name), by=by)


def resume_way(way: WayOut, *, by: Actor) -> None:
    """Send by a paused way again, also what waited."""
    by.require(Permission.MAIL_MANAGE)
    if not way.is_active:
        way.is_active = True
        way.save(update_fields=["is_active"])
        emit(WayOutResumed(subject_id=way.pk, label=way.name), by=by)
        _send_now(list(waiting_for(way).values_list("pk", flat=True)))


def test_way(way: WayOut, *, to_me: bool, by: Actor) -> OutgoingMail:
    """Send a mail by a way to try it: to the actor, or to the address it is sent from, where it is read back."""
    by.require(Permission.MAIL_MANAGE)
    if not way.is_active:
        raise WayPaused(_("This way out is paused."))
    hit(TESTS, str(by.organization_id))
    used = MailAddress.objects.filter(is_active=True)
    address = used.filter(way_out=way).order_by("address").first() or used.order_by("-is_default", "id").first()
    member = Member.objects.select_related("user").filter(pk=by.member_id or uuid.UUID(int=0)).first()
    recipient = member.user.email if to_me and member else address.address if address else ""
    if not recipient:
        raise InvalidWay(_("There is no address to send the test to."))
    about = About(Kind.TEST, new_id(), address=address, way=way)
    mail = put_in_outbox(about, recipient)
    if mail is None:
        raise InvalidWay(_("The test could not be sent."))
    WayOut.objects.filter(pk=way.pk).update(test_id=mail.pk)
    emit(WayOutTested(subject_id=way.pk, label=way.name), by=by)
    return mail


def _send_now(mails: list[uuid.UUID]) -> None:
    tenant = str(current_organization_id())
    for pk in mails:
        send_outgoing_mail.enqueue(tenant=tenant, mail_id=str(pk))


def _write(way: WayOut, edit: WayEdit) -> None:
    before = [getattr(way, name) for name in _PLACE]
    way.name = " ".join(edit.name.split())
    if not way.name or len(way.name) > NAME_LENGTH or not is_plain(way.name):
        _refuse("name", _("Give it a name of up to %(most)s characters.") % {"most": NAME_LENGTH})
    if edit.kind not in KINDS:
        _refuse("kind", _("This cannot be chosen."))
    way.kind, way.has_return_path = edit.kind, edit.has_return_path
    way.username = edit.username.strip()
    if len(way.username) > 254 or not is_plain(way.username):
        _refuse("username", _("This cannot be a user name."))
    if edit.kind == SMTP:
        _write_server(way, edit)
    else:
        _write_provider(way, edit)
    moved = [getattr(way, name) for name in _PLACE] != before
    _write_secret(way, edit.secret, is_needed=bool(way.username) or edit.kind != SMTP, moved=moved)


def _write_server(way: WayOut, edit: WayEdit) -> None:
    host, port = edit.host.strip().lower(), edit.port or 587
    if not is_host(host):
        _refuse("host", _("This is not the name of a server. It looks like smtp.example.com."))
    if edit.security not in list(Security):
        _refuse("security", _("This cannot be chosen."))
    try:
        asked(("way out", host, port), lambda: check_host(host, port, ports=PORTS))
    except Unreachable as error:
        _refuse("host", error.message)
    way.host, way.port, way.security, way.domain, way.region = host, port, edit.security, "", ""


def _write_provider(way: WayOut, edit: WayEdit) -> None:
    provider = PROVIDERS[edit.kind]
    way.host, way.port, way.security = "", None, ""
    way.domain, way.region = "", ""
    if provider.asks_domain:
        way.domain = edit.domain.strip().lower()
        if not is_host(way.domain) or "." not in way.domain:
            _refuse("domain", _("Name the domain that this provider sends for."))
    if provider.regions:
        way.region = edit.region or provider.regions[0]
        if way.region not in provider.regions:
            _refuse("region", _("This cannot be chosen."))
    if not provider.username:
        way.username = ""
    elif not way.username:
        _refuse("username", _("This provider has a key of two halves: give the public one here."))


def _write_secret(way: WayOut, secret: str | None, *, is_needed: bool, moved: bool) -> None:
    if not is_needed:
        way.sealed = None
        return
    if not secret:
        if way.sealed is None or moved:
            _refuse("secret", _("Type the password or key: it is shown to no other server than the one it was for."))
        return
    if len(secret) > 1000 or not is_plain(secret):
        _refuse("secret", _("This cannot be a password or key."))
    way.sealed = seal(secret, way.pk)


def _give_addresses(way: WayOut, wanted: tuple[str, ...]) -> bool:
    """Let these addresses send by the way and others of it no more; says whether that changed anything."""
    rows = {row.address: row for row in MailAddress.objects.all()}
    chosen = {address.strip().lower() for address in wanted}
    if not chosen <= set(rows):
        _refuse("addresses", _("This is none of your addresses."))
    leaving = [row.pk for row in rows.values() if row.way_out_id == way.pk and row.address not in chosen]
    coming = [row.pk for row in rows.values() if row.way_out_id != way.pk and row.address in chosen]
    MailAddress.objects.filter(pk__in=leaving).update(way_out=None)
    MailAddress.objects.filter(pk__in=coming).update(way_out=way)
    return bool(leaving or coming)


def _refuse(field: str, text: str) -> NoReturn:
    raise InvalidWay(text, fields={field: text})
