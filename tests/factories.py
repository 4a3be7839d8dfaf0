"""Test data, made by the actions that make it for people. Enter an organization before calling those of a tenant."""

import datetime
import io
import itertools
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from moondesk.accounts.models import User
from moondesk.api.models import IdempotencyKey
from moondesk.channels.models import MailAddress, OutgoingMail, ReceivedMail
from moondesk.contacts.actions import create_contact, find_or_create_contact, join_user
from moondesk.contacts.models import Company, Contact
from moondesk.conversations.actions import open_ticket, reply_to_customer
from moondesk.conversations.attachments import attach
from moondesk.conversations.models import Attachment, Message
from moondesk.events.models import Event
from moondesk.fields.models import Field
from moondesk.files.actions import Incoming, store_file, take_uploads
from moondesk.files.models import File, FileLimits, FileUse
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.ids import digest, new_id
from moondesk.limits.actions import Limit, count
from moondesk.limits.models import Window
from moondesk.macros.models import Macro, TicketTemplate
from moondesk.organizations import actions as organizations
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.models import ApiToken, Department, Invitation, Member, MemberDepartment, Organization
from moondesk.organizations.permissions import Permission, Role
from moondesk.organizations.queries import member_actor
from moondesk.search.models import SearchBuild
from moondesk.tickets.actions import (
    NewTicket,
    add_participant,
    create_default_workflow,
    issue_link,
)
from moondesk.tickets.field_models import FieldValue, TicketForm
from moondesk.tickets.models import AccessLink, Category, Participant, Status, StatusMove, Ticket, Transition
from moondesk.tickets.related import Merge, TicketLink
from moondesk.tickets.rules import Channel
from moondesk.tickets.search_models import TicketWords
from moondesk.tickets.tally_models import Tally
from moondesk.timekeeping.models import TimeEntry, Timer
from tests.conversations.making import WRITING
from tests.factories_lasting import LASTING
from tests.macros.making import make_macro, make_template
from tests.search.making import make_search_build, make_ticket_words
from tests.tickets.making import make_merge, make_status_move, make_ticket_link, make_transition
from tests.timekeeping.making import make_time_entry, make_timer

_counter = itertools.count(1)


def moondesk() -> Actor:
    """Return Moondesk itself, acting in the current organization."""
    return system_actor(tenancy.current_organization_id())


def make_user(email: str = "", *, name: str = "", password: str | None = None, **fields: Any) -> User:
    """Return a user whose address is verified."""
    from allauth.account.models import EmailAddress

    user = User.objects.create_user(email or f"user{next(_counter)}@example.test", password, name=name, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_organization(slug: str = "", *, name: str = "", owner: User | None = None, **fields: Any) -> Organization:
    """Return an organization with its owner and the default workflow."""
    slug = slug or f"organization-{next(_counter)}"
    fields.setdefault("undo_seconds", 0)
    organization = organizations.create_organization(
        name=name or slug.title(), slug=slug, owner=owner or make_user(), **fields
    )
    with tenancy.organization(organization.pk):
        if not Status.objects.exists():
            create_default_workflow()
    return organization


def make_department(name: str = "", *, parent: Department | None = None) -> Department:
    """Return a department."""
    return organizations.create_department(name or f"Department {next(_counter)}", parent=parent, by=moondesk())


def make_member(
    user: User | None = None,
    *,
    roles: Sequence[Role] = (Role.SUPPORT_AGENT,),
    departments: Sequence[Department] = (),
) -> Member:
    """Return a member."""
    return organizations.add_member(user or make_user(), roles=roles, departments=departments, by=moondesk())


def make_member_department() -> MemberDepartment:
    """Return a member's place in a department."""
    member = make_member(departments=[make_department()])
    return MemberDepartment.objects.get(member=member)


def make_invitation(email: str = "", *, role: Role = Role.SUPPORT_AGENT, by: Actor | None = None) -> Invitation:
    """Return an invitation."""
    inviter = by or member_actor(Member.objects.filter(roles__contains=[Role.OWNER]).earliest("created_at"))
    return organizations.invite_member(email or f"new{next(_counter)}@example.test", role, by=inviter)[0]


def make_token(
    member: Member | None = None, *, scopes: Sequence[str] = (), expires_in: datetime.timedelta | None = None
) -> organizations.NewToken:
    """Return a token and its secret. Who may make none is given one, as an administrator can."""
    member = member or make_member()
    by = own if (own := member_actor(member)).may(Permission.TOKEN_OWN) else moondesk()
    return organizations.create_token(member, "Token", by=by, scopes=scopes, expires_in=expires_in)


def make_company(name: str = "") -> Company:
    """Return a company. Nothing but contacts refers to companies yet, so there is no action that makes one."""
    return Company.objects.create(name=name or f"Company {next(_counter)}")


def make_contact(
    email: str = "", *, name: str = "", user: User | None = None, company: Company | None = None
) -> Contact:
    """Return a contact; with ``user``, one who can sign in to the portal."""
    number = next(_counter)
    contact = create_contact(
        name=name or f"Contact {number}", email=email or f"contact{number}@example.test", company=company, by=moondesk()
    )
    if user is not None:
        join_user(contact, user)
    return contact


def make_ticket(
    subject: str = "", body: str = "Hello", *, requester: Contact | None = None, by: Actor | None = None, **fields: Any
) -> Ticket:
    """Return a ticket with its first message."""
    new = NewTicket(
        subject=subject or f"Subject {next(_counter)}",
        requester=requester or find_or_create_contact(f"contact{next(_counter)}@example.test", "Somebody"),
        channel=fields.pop("channel", Channel.WEB),
        **fields,
    )
    return open_ticket(new, body, by=by or moondesk())[0]


def make_message(ticket: Ticket | None = None, body: str = "An answer") -> Message:
    """Return an answer on a ticket."""
    return reply_to_customer(ticket or make_ticket(), body, by=moondesk())


def make_file(name: str = "notes.txt", content: bytes = b"Some notes.\n", *, by: Actor | None = None) -> File:
    """Return an upload that is not attached to anything yet."""
    return store_file(Incoming(name, "", io.BytesIO(content)), by=by or moondesk())


def make_attachment(
    message: Message | None = None, name: str = "notes.txt", content: bytes = b"Notes.\n", *, by: Actor | None = None
) -> Attachment:
    """Return a file on a message."""
    message = message or make_message()
    file = make_file(name, content, by=by)
    attach(message, take_uploads([file.pk], by=by or moondesk()))
    return Attachment.objects.get(file=file)


def make_file_limits() -> FileLimits:
    """Return an organization's say on files."""
    return FileLimits.objects.get_or_create()[0]


def _file_use() -> FileUse:
    make_file()
    return FileUse.objects.get()


def make_participant(ticket: Ticket | None = None, contact: Contact | None = None) -> Participant:
    """Return a contact's part in a ticket."""
    return add_participant(ticket or make_ticket(), contact or make_contact())


def make_link(participant: Participant | None = None) -> AccessLink:
    """Return a secret link; ``make_secret`` gives the secret itself."""
    return AccessLink.objects.get(digest=digest(make_secret(participant)))


def make_secret(participant: Participant | None = None) -> str:
    """Return the secret of a new link."""
    return issue_link(participant or make_participant())


def make_mail_address(address: str = "") -> MailAddress:
    """Return an address at which the organization receives mail."""
    return MailAddress.objects.create(address=address or f"support{next(_counter)}@example.test")


def make_received_mail() -> ReceivedMail:
    """Return a mail as it came in."""
    raw = b"From: a@example.test\r\nTo: b@example.test\r\nSubject: Hello\r\n\r\nHello\r\n"
    return ReceivedMail.objects.create(
        address=make_mail_address(),
        recipient="b@example.test",
        content_hash=digest(str(new_id())),
        raw=raw,
        size=len(raw),
    )


def make_outgoing_mail() -> OutgoingMail:
    """Return a mail to send."""
    participant = make_participant()
    return OutgoingMail.objects.create(
        kind="reply",
        event_id=uuid.uuid4(),
        ticket=participant.ticket,
        participant=participant,
        recipient=participant.contact.email or "",
        header_id=f"<{uuid.uuid4()}@example.test>",
    )


def make_window() -> Window:
    """Return a count of something."""
    key = str(next(_counter))
    count(Limit("test", 10, 60), key)
    return Window.objects.latest("ends_at")


def _event() -> Event:
    make_ticket()
    return Event.objects.latest("id")


def _tally() -> Tally:
    make_ticket()
    return Tally.objects.latest("id")


def make_idempotency_key() -> IdempotencyKey:
    """Return a request whose answer is kept."""
    return IdempotencyKey.objects.create(actor_id=uuid.uuid4(), key="key", fingerprint=b"", expires_at=now())


def _of_fields(name: str) -> Any:
    """Return what another file of factories makes; it needs this one."""
    from tests.fields import making

    return getattr(making, name)()


FACTORIES: dict[type, Callable[[], Any]] = {
    AccessLink: make_link,
    ApiToken: lambda: make_token().token,
    Attachment: make_attachment,
    Category: lambda: Category.objects.earliest("position"),
    Company: make_company,
    Contact: make_contact,
    Department: make_department,
    Event: _event,
    Field: lambda: _of_fields("make_field"),
    FieldValue: lambda: _of_fields("make_field_value"),
    File: make_file,
    FileLimits: make_file_limits,
    FileUse: _file_use,
    IdempotencyKey: make_idempotency_key,
    Invitation: make_invitation,
    MailAddress: make_mail_address,
    Macro: make_macro,
    Member: make_member,
    MemberDepartment: make_member_department,
    Merge: make_merge,
    Message: make_message,
    Organization: make_organization,
    OutgoingMail: make_outgoing_mail,
    Participant: make_participant,
    ReceivedMail: make_received_mail,
    SearchBuild: make_search_build,
    Status: lambda: Status.objects.earliest("position"),
    StatusMove: make_status_move,
    Tally: _tally,
    Ticket: make_ticket,
    TicketForm: lambda: _of_fields("make_form"),
    TicketLink: make_ticket_link,
    TicketTemplate: make_template,
    TicketWords: make_ticket_words,
    TimeEntry: make_time_entry,
    Timer: make_timer,
    Transition: make_transition,
    User: make_user,
    Window: make_window,
    **LASTING,
    **WRITING,
}
"""How to get one row of each model; a guard fails for a model that is not here."""
