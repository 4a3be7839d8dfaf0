"""Test data of what lasts beside tickets: mentions, reminders and tags."""

import datetime
from collections.abc import Callable
from typing import Any

from moondesk.branding.models import Branding
from moondesk.bulk.models import BulkChange, BulkResult
from moondesk.channels.models import (
    DeadAddress,
    FetchedMail,
    HookDelivery,
    Mailbox,
    MailHook,
    MailTemplate,
    WayOut,
)
from moondesk.contacts.models import Contact
from moondesk.conversations.models import Mention
from moondesk.exports.models import TicketExport
from moondesk.kit.clock import now
from moondesk.kit.ids import digest, new_id
from moondesk.kit.sealing import seal
from moondesk.limits.models import Seat
from moondesk.limits.seats import take_seat
from moondesk.notifications.models import MutedTicket, Notification, NotificationChoice
from moondesk.organizations.actions import RoleDraft, create_role
from moondesk.organizations.models import Member
from moondesk.organizations.queries import current_organization
from moondesk.organizations.role_models import CustomRole
from moondesk.portals.actions import make_link
from moondesk.portals.models import Portal, SignInLink
from moondesk.tickets.models import Ticket
from moondesk.tickets.reminder_models import Reminder
from moondesk.tickets.tag_models import Tag, TagMove
from moondesk.views.models import ListLook, OwnPlaces, SavedView
from moondesk.webforms.models import ApiSites, UnconfirmedRequest, WebForm
from tests.audit.making import AUDITING
from tests.directory.making import DIRECTORY
from tests.mail.rows import MAILING
from tests.operating.making import OPERATING
from tests.organizations.making import SIGNING_IN
from tests.views.making import make_look, make_places, make_view
from tests.webforms.making import make_api_sites, make_unconfirmed_request, make_web_form


def make_reminder() -> Reminder:
    """Return a reminder of a member."""
    from tests import factories

    ticket: Ticket = factories.make_ticket()
    return Reminder.objects.create(
        ticket=ticket, member=factories.make_member(), at=now() + datetime.timedelta(days=1), note="Call them"
    )


def make_mention() -> Mention:
    """Return a member named in a message."""
    from tests import factories

    message, member = factories.make_message(), factories.make_member()
    return Mention.objects.create(message=message, member=member, label=member.name)


def make_notification(member: Member | None = None, ticket: Ticket | None = None) -> Notification:
    """Return something that concerns a member."""
    from tests import factories

    return Notification.objects.create(
        member=member or factories.make_member(),
        ticket=ticket or factories.make_ticket(),
        kind="reply",
        actor_label="Carla",
        events=[new_id()],
    )


def make_muted_ticket() -> MutedTicket:
    """Return a ticket of which a member does not want to hear."""
    from tests import factories

    return MutedTicket.objects.create(member=factories.make_member(), ticket=factories.make_ticket())


def make_notification_choice() -> NotificationChoice:
    """Return a member's choice."""
    from tests import factories

    return NotificationChoice.objects.create(member=factories.make_member(), off=["watched"])


def make_seat() -> Seat:
    """Return a place that somebody holds."""
    return Seat.objects.get(pk=take_seat("test", str(new_id()), most=1, seconds=60, holder=new_id()))


def make_tag(name: str = "vip") -> Tag:
    """Return a tag."""
    return Tag.objects.get_or_create(name=name)[0]


def make_tag_move() -> TagMove:
    """Return a renaming that is done."""
    return TagMove.objects.create(old="very important", new=make_tag(), event_id=new_id(), finished_at=now())


def make_bulk_change(**fields: Any) -> BulkChange:
    """Return a change of many tickets that is through."""
    from tests import factories

    given = {"operation": "delete", "door": "desk", "language": "en", "state": "done", "gathered": True} | fields
    if "member" not in given:
        given["member"] = factories.make_member()
    return BulkChange.objects.create(finished_at=now(), **given)


def make_bulk_result() -> BulkResult:
    """Return what became of one ticket of many."""
    from tests import factories

    ticket: Ticket = factories.make_ticket()
    change = make_bulk_change(total=1, changed=1)
    return BulkResult.objects.create(change=change, ticket_id=ticket.pk, number=ticket.number, outcome="changed")


def make_export(**fields: Any) -> TicketExport:
    """Return an export that waits to be written."""
    from tests import factories

    given = {"door": "desk", "language": "en", "time_zone": "UTC", "format": "csv", "columns": ["number"]} | fields
    if "member" not in given:
        given["member"] = factories.make_member()
    return TicketExport.objects.create(**given)


def make_mailbox() -> Mailbox:
    """Return a mailbox that is read."""
    from tests import factories

    row = new_id()
    secret = seal("secret", row)
    address = factories.make_mail_address()
    return Mailbox.objects.create(
        pk=row, address=address, host="imap.example.test", username=f"{row}@example.test", sealed_secret=secret
    )


def make_fetched_mail() -> FetchedMail:
    """Return a mail that was taken from a mailbox."""
    return FetchedMail.objects.create(mailbox=make_mailbox(), uidvalidity=1, uid=1)


def make_dead_address() -> DeadAddress:
    """Return an address from which mails came back."""
    return DeadAddress.objects.create(email="gone@example.test", why="bounces", bounces=3, code="5.1.1")


def make_mail_template() -> MailTemplate:
    """Return the organization's own words of a mail."""
    return MailTemplate.objects.create(kind="confirmation", language="en", subject="We heard you")


def make_way_out() -> WayOut:
    """Return an account with a provider."""
    way = WayOut(name="Office", kind="postmark")
    way.sealed = seal("key", way.pk)
    way.save(force_insert=True)
    return way


def make_mail_hook() -> MailHook:
    """Return a door for a provider."""
    from tests import factories

    address, secret = factories.make_mail_address(), str(new_id())
    return MailHook.objects.create(provider="postmark", address=address, digest=digest(secret))


def make_hook_delivery() -> HookDelivery:
    """Return what a provider pushed."""
    return HookDelivery.objects.create(hook=make_mail_hook(), name="one")


def make_branding() -> Branding:
    """Return the look of an organization."""
    return Branding.objects.create(texts={"en": {"welcome": "Good to see you"}})


def make_portal() -> Portal:
    """Return how customers come to the help pages."""
    return Portal.objects.create()


def make_sign_in_link(contact: Contact | None = None) -> SignInLink:
    """Return a link by which a customer signs in."""
    from tests import factories

    contact = contact or factories.make_contact("link@customer.test")
    made = make_link(contact.email or "", current_organization(), language="en")
    assert made is not None
    return made[0]


def make_custom_role(name: str = "Night shift", *, inherits: str = "support_agent", **more: Any) -> CustomRole:
    """Return a role of the organization's own."""
    from tests import factories

    return create_role(RoleDraft(name, inherits, **more), by=factories.moondesk())


LASTING: dict[type, Callable[[], Any]] = {
    ApiSites: make_api_sites,
    BulkChange: make_bulk_change,
    BulkResult: make_bulk_result,
    FetchedMail: make_fetched_mail,
    HookDelivery: make_hook_delivery,
    MailHook: make_mail_hook,
    Mailbox: make_mailbox,
    Mention: make_mention,
    MutedTicket: make_muted_ticket,
    Notification: make_notification,
    NotificationChoice: make_notification_choice,
    Reminder: make_reminder,
    Seat: make_seat,
    SavedView: make_view,
    ListLook: make_look,
    OwnPlaces: make_places,
    Tag: make_tag,
    TagMove: make_tag_move,
    TicketExport: make_export,
    **AUDITING,
    **OPERATING,
    **MAILING,
    **DIRECTORY,
    **SIGNING_IN,
    UnconfirmedRequest: make_unconfirmed_request,
    WebForm: make_web_form,
    Branding: make_branding,
    Portal: make_portal,
    SignInLink: make_sign_in_link,
    CustomRole: make_custom_role,
    DeadAddress: make_dead_address,
    MailTemplate: make_mail_template,
    WayOut: make_way_out,
}
