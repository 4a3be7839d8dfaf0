"""What concerns the member: the panel behind the bell, a page of its own, and what they do about it."""

import base64
import datetime
import uuid
from typing import Any

from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from moondesk.kit.errors import InvalidInput
from moondesk.notifications.actions import choose_kinds, mark_read, mute_ticket, unmute_ticket
from moondesk.notifications.models import Notification
from moondesk.notifications.queries import get_own, shown, turned_off, unread_of
from moondesk.notifications.rules import UNREAD_SHOWN, Kind
from moondesk.organizations.actions.preferences import choose_mails_off
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import get_visible
from moondesk.tickets.reminders import notes_of
from moondesk.web import fragments
from moondesk.web.desk.changes import refuse
from moondesk.web.desk.noticing_mail import offered, row_of_mail
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.frame import Frame
from moondesk.web.mail_kinds import MAIL_KINDS, mail_kinds_for

PAGE, IN_PANEL = 40, 12
TEMPLATE = "desk/notifications.html"
SIGNS = {
    Kind.ASSIGNED: "user-round-check",
    Kind.MENTION: "at-sign",
    Kind.REPLY: "reply",
    Kind.WATCHED: "eye",
    Kind.REMINDER: "bell",
    Kind.WOKEN: "alarm-clock",
    Kind.MAILBOX: "mail",
    Kind.WAITING: "inbox",
    Kind.FLOOD: "triangle-alert",
    Kind.READING: "triangle-alert",
    Kind.VIEWED: "eye",
    Kind.CLOSED: "triangle-alert",
    Kind.OPENED: "building-2",
    Kind.DOMAIN: "triangle-alert",
    Kind.OFFERED: "building-2",
    Kind.OWNER: "building-2",
    Kind.NO_OWNER: "building-2",
    Kind.OWNERS: "building-2",
}
KINDS = {
    Kind.ASSIGNED: gettext_lazy("Somebody assigns me a ticket"),
    Kind.MENTION: gettext_lazy("Somebody mentions me or my department"),
    Kind.REPLY: gettext_lazy("A customer answers on my ticket"),
    Kind.WATCHED: gettext_lazy("Somebody writes on a ticket I watch"),
    Kind.REMINDER: gettext_lazy("A reminder of mine is due"),
    Kind.WOKEN: gettext_lazy("A ticket I snoozed is back"),
    Kind.MAILBOX: gettext_lazy("A mailbox cannot be read"),
    Kind.WAITING: gettext_lazy("Mails wait for a decision"),
    Kind.FLOOD: gettext_lazy("A machine seems to answer our mails"),
    Kind.READING: gettext_lazy("Somebody reads very many tickets or files"),
}


class Noticed:
    """Notifications as a page or the panel shows them."""

    def __init__(self, request: TenantRequest, *, most: int) -> None:
        self.request, self.frame, self._most = request, Frame(request, "notifications"), most
        self.only_unread = request.GET.get("show") == "unread"
        self.is_first = not request.GET.get("after")
        self.unread = unread_of(request.actor)
        self.more = ""
        self.rows = self._rows()

    def _rows(self) -> list[dict[str, Any]]:
        found = shown(self.request.actor).order_by("-at", "-id")
        if self.only_unread:
            found = found.filter(read_at=None)
        after = self.request.GET.get("after", "")
        if after:
            at, pk = _place(after)
            found = found.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
        rows = list(found[: self._most + 1])
        if len(rows) > self._most:
            last = rows[self._most - 1]
            self.more = base64.urlsafe_b64encode(f"{last.pk}{last.at.isoformat()}".encode()).decode()
        rows = rows[: self._most]
        notes = _notes(self.request, rows)
        return [row_of(self.frame, one, notes.get(one.pk, "")) for one in rows]

    @property
    def count(self) -> str:
        """How much is unread, as far as it is counted."""
        return f"{UNREAD_SHOWN}+" if self.unread.count > UNREAD_SHOWN else str(self.unread.count)

    def url(self, after: str = "") -> str:
        """Return the address of this list, or of the part of it after a place."""
        parts = (["show=unread"] if self.only_unread else []) + ([f"after={after}"] if after else [])
        return self.frame.url("notifications") + (f"?{'&'.join(parts)}" if parts else "")

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        """The kinds there are, and whether the member hears of each."""
        off = turned_off([self.request.member.pk]).get(self.request.member.pk, [])
        return [(kind.value, str(KINDS[kind]), kind.value not in off) for kind in offered(self.request.actor)]

    @property
    def mails(self) -> list[tuple[str, str, bool]]:
        """The kinds of mail there are, and whether the member gets each."""
        off = self.request.member.mails_off
        return [(kind.value, str(MAIL_KINDS[kind]), kind not in off) for kind in mail_kinds_for(self.request.actor)]


def _place(text: str) -> tuple[datetime.datetime, uuid.UUID]:
    try:
        plain = base64.urlsafe_b64decode(text).decode()
        at = datetime.datetime.fromisoformat(plain[36:])
        return at.replace(tzinfo=at.tzinfo or datetime.UTC), uuid.UUID(plain[:36])
    except (ValueError, OverflowError):
        problem = _("This page of the list is not there any more. Start from the first.")
        raise InvalidInput(problem, fields={"after": problem}) from None


def _notes(request: TenantRequest, rows: list[Notification]) -> dict[uuid.UUID, str]:
    """Return what the member wrote on the reminders among some notifications."""
    reminders = {one.pk: one.message_id for one in rows if one.kind == Kind.REMINDER and one.message_id}
    notes = notes_of(request.actor, list(reminders.values())) if reminders else {}
    return {pk: notes.get(reminder, "") for pk, reminder in reminders.items()}


def row_of(frame: Frame, one: Notification, note: str = "") -> dict[str, Any]:
    """Return what is shown of a notification."""
    if one.ticket is None:
        return row_of_mail(frame.request.organization.slug, one) | {"sign": SIGNS[Kind(one.kind)]}
    number = f"{frame.request.organization.number_prefix}-{one.ticket.number}"
    place = f"#message-{one.message_id}" if one.message_id and one.kind != Kind.REMINDER else ""
    return {
        "id": one.pk,
        "sign": SIGNS.get(Kind(one.kind), "bell"),
        "text": words_of(one, number, note),
        "subject": one.ticket.subject,
        "who": one.ticket.requester.shown_name,
        "number": number,
        "href": _list_of(frame, one) or frame.url("ticket", number=one.ticket.number) + place,
        "among": one.bulk is not None,
        "reads": one.bulk is not None,
        "mute": "" if one.bulk else frame.url("ticket_mute", number=one.ticket.number),
        "is_muted": getattr(one, "is_muted", False),
        "at": one.at,
        "unread": one.read_at is None,
    }


_LISTS = {Kind.ASSIGNED: "mine", Kind.MENTION: "mentions", Kind.WATCHED: "watching"}


def _list_of(frame: Frame, one: Notification) -> str:
    """Return where the tickets are that a notification of many tells of."""
    return f"{frame.url('list')}?view={_LISTS[Kind(one.kind)]}" if one.bulk and one.count > 1 else ""


def words_of(one: Notification, number: str, note: str = "") -> str:
    """Return a notification as a sentence."""
    known: dict[str, Any] = {"name": one.actor_label, "number": number, "count": one.count}
    kind = Kind(one.kind)
    if kind is Kind.REMINDER:
        return ": ".join([_("Reminder for %(number)s") % known, *([note] if note else [])])
    if one.bulk and one.count > 1:
        return _of_many_tickets(kind, one.count) % known
    if one.count > 1 and kind in (Kind.MENTION, Kind.REPLY, Kind.WATCHED):
        return _many(kind, one.count) % known
    return str(_ONE[kind]) % known


_ONE = {
    Kind.ASSIGNED: gettext_lazy("%(name)s assigned %(number)s to you"),
    Kind.MENTION: gettext_lazy("%(name)s mentioned you on %(number)s"),
    Kind.REPLY: gettext_lazy("%(name)s answered on %(number)s"),
    Kind.WATCHED: gettext_lazy("%(name)s wrote on %(number)s"),
    Kind.WOKEN: gettext_lazy("%(number)s is back from its snooze"),
}


def _of_many_tickets(kind: Kind, count: int) -> str:
    if kind is Kind.MENTION:
        return ngettext(
            "%(name)s mentioned you on %(count)d ticket", "%(name)s mentioned you on %(count)d tickets", count
        )
    if kind is Kind.WATCHED:
        return ngettext(
            "%(name)s wrote on %(count)d ticket you watch", "%(name)s wrote on %(count)d tickets you watch", count
        )
    return ngettext("%(name)s assigned %(count)d ticket to you", "%(name)s assigned %(count)d tickets to you", count)


def _many(kind: Kind, count: int) -> str:
    if kind is Kind.MENTION:
        return ngettext("%(count)d mention of you on %(number)s", "%(count)d mentions of you on %(number)s", count)
    if kind is Kind.REPLY:
        return ngettext("%(count)d answer on %(number)s", "%(count)d answers on %(number)s", count)
    return ngettext("%(count)d new message on %(number)s", "%(count)d new messages on %(number)s", count)


@require_safe
@in_desk(Permission.TICKET_VIEW)
def notifications(request: TenantRequest) -> HttpResponse:
    """Show what concerns the member; ``part`` gives the list alone, or the panel behind the bell."""
    part = request.GET.get("part", "")
    noticed = Noticed(request, most=IN_PANEL if part == "panel" else PAGE)
    context = noticed.frame.context | {"noticed": noticed}
    if part in ("panel", "list"):
        return HttpResponse(fragments.draw(request, TEMPLATE, context, "notices" if part == "list" else "panel"))
    return render(request, TEMPLATE, context)


@require_safe
@in_desk(Permission.TICKET_VIEW)
def notification(request: TenantRequest, notification_id: uuid.UUID) -> HttpResponse:
    """Give the words of one thing that a stream said was for the member, while they may see the ticket."""
    one = get_own(request.actor, notification_id)
    row = row_of(Frame(request), one, _notes(request, [one]).get(one.pk, ""))
    is_named = one.ticket is not None and one.kind == Kind.MENTION
    looked = Frame(request).url("looked", number=one.ticket.number) if one.ticket and is_named else ""
    said = {"text": row["text"], "href": row["href"], "sign": row["sign"], "open": _("Open"), "looked": looked}
    return JsonResponse(said)


@require_POST
@in_desk(Permission.TICKET_VIEW)
def read(request: TenantRequest) -> HttpResponse:
    """Note that the member has read one, those of a ticket, or all."""
    try:
        ids = [uuid.UUID(one) for one in request.POST.getlist("notice")[:100]]
        ticket = uuid.UUID(request.POST["ticket"]) if "ticket" in request.POST else None
    except ValueError:
        raise refuse("notice") from None
    if not ids and ticket is None and "all" not in request.POST:
        raise refuse("all")
    mark_read(request.actor, ids=ids, ticket=ticket)
    return HttpResponse(status=204) if _is_script(request) else redirect(_back(request))


@require_POST
@in_desk(Permission.TICKET_VIEW)
def mute(request: TenantRequest, number: str) -> HttpResponse:
    """Tell the member no more of what goes on in a ticket, or again."""
    ticket = get_visible(request.actor, number)
    (unmute_ticket if request.POST.get("off") else mute_ticket)(ticket, by=request.actor)
    return HttpResponse(status=204) if _is_script(request) else redirect(_back(request))


@require_POST
@in_desk(Permission.TICKET_VIEW)
def kinds(request: TenantRequest) -> HttpResponse:
    """Choose of what the desk tells the member."""
    wanted = set(request.POST.getlist("on"))
    if not wanted <= set(Kind):
        raise refuse("on")
    choose_kinds([kind.value for kind in offered(request.actor) if kind.value not in wanted], by=request.actor)
    return redirect(_back(request))


@require_POST
@in_desk(Permission.TICKET_VIEW)
def mails(request: TenantRequest) -> HttpResponse:
    """Choose of what the member is mailed."""
    wanted, offered_mails = set(request.POST.getlist("on")), mail_kinds_for(request.actor)
    if not wanted <= set(MAIL_KINDS):
        raise refuse("on")
    choose_mails_off([kind.value for kind in offered_mails if kind.value not in wanted], by=request.actor)
    return redirect(_back(request))


def _is_script(request: TenantRequest) -> bool:
    """Say whether a module of ours asks and looks by itself what is true now."""
    return request.headers.get("Moondesk-Quiet") == "1"


def _back(request: TenantRequest) -> str:
    place = Frame(request).url("notifications")
    return f"{place}?show=unread" if request.POST.get("show") == "unread" else place
