"""The first steps of a new organization: what is done already is read from what there is, never from ticks."""

import uuid
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext as _

from moondesk.branding.models import Branding
from moondesk.channels.models import Mailbox, ReceivedMail
from moondesk.channels.queries import mail_addresses
from moondesk.events.models import Event
from moondesk.organizations.elements import Element
from moondesk.organizations.events import FirstStepsClosed
from moondesk.organizations.models import Department, Invitation, Member, Organization
from moondesk.portals.queries import home_of
from moondesk.tickets.models import Ticket
from moondesk.web.edges import TenantRequest
from moondesk.web.levels import level

BEGUN_WITH = 266
"""The hue of a new organization."""
_MOST_KNOWN = 10_000
_over: set[uuid.UUID] = set()
"""Organizations whose first steps are done or put away, which nothing makes undone. Forgotten when there are many."""


@dataclass(frozen=True)
class Step:
    """One step: its sign, what to do and why, where, and whether it is done."""

    icon: str
    title: str
    text: str
    button: str
    href: str
    is_done: bool
    leaves_the_desk: bool = False
    is_needed: bool = True
    """Whether requests cannot be answered well without it: once all of these are done, nobody is reminded any more."""


class FirstSteps:
    """The steps of one organization, and where its requests come in."""

    def __init__(self, request: TenantRequest) -> None:
        self.request = request
        self.slug = request.organization.slug

    @cached_property
    def facts(self) -> dict[str, bool]:
        """What there is, in one statement."""
        own = self.request.organization.pk
        found = (
            Organization.objects.values(
                closed=Exists(Event.objects.filter(subject_id=own, name=FirstStepsClosed.name)),
                department=Exists(Department.objects.all()),
                invitation=Exists(Invitation.objects.all()),
                colleague=Exists(Member.objects.exclude(pk=self.request.member.pk)),
                request=Exists(Ticket.objects.all()),
                look=Exists(Branding.objects.all()),
                mail=Exists(ReceivedMail.objects.all()),
                mailbox=Exists(Mailbox.objects.all()),
                answer=Exists(Ticket.objects.filter(first_response_at__isnull=False)),
            )
            .get()
            .items()
        )
        return {name: bool(value) for name, value in found}

    @property
    def is_over(self) -> bool:
        """Say whether nobody needs them any more."""
        own = self.request.organization.pk
        if own not in _over:
            if not (self.facts["closed"] or all(step.is_done for step in self.steps if step.is_needed)):
                return False
            if len(_over) >= _MOST_KNOWN:
                _over.clear()
            _over.add(own)
        return True

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(step.is_done for step in self.steps)

    @property
    def has_request(self) -> bool:
        """Say whether anybody has written in."""
        return self.facts["request"]

    @cached_property
    def doors(self) -> "Doors":
        """Where requests come in."""
        return Doors(self.request)

    @cached_property
    def steps(self) -> list[Step]:
        """The steps, in the order in which people take them."""
        facts, at, own = self.facts, {"slug": self.slug}, self.request.organization
        has_look = facts["look"] or bool(own.logo_mark) or own.brand_hue != BEGUN_WITH
        return [
            Step("image", _("Give it your colour and logo"), _("Help pages and mails look like yours then."),
                 _("Choose a look"), reverse("settings:branding", kwargs=at), has_look, is_needed=False),
            Step("network", _("Add a department"), _("Teams, branches or shops, each with its own tickets."),
                 _("Add a department"), reverse("settings:departments", kwargs=at), facts["department"]),
            Step("user-round-plus", _("Invite a colleague"), _("They get a link by mail and choose a password."),
                 _("Invite a colleague"), reverse("settings:members", kwargs=at),
                 facts["invitation"] or facts["colleague"]),
            Step("mail", _("Bring in your mail"),
                 _("Forward mails to the address below, or let us read a mailbox of yours."),
                 _("Set up mail"), reverse("settings:mail", kwargs=at), facts["mail"] or facts["mailbox"],
                 is_needed=False),
            Step("inbox", _("Receive the first request"),
                 _("Give out an address below, or write to yourself as a customer would."),
                 _("Write a test request"), reverse("portal:new", kwargs=at), facts["request"], leaves_the_desk=True),
            Step("reply", _("Send the first answer"),
                 _("It goes out by mail; the customer writes back there or on a page of their own."),
                 _("Open the inbox"), reverse("desk:list", kwargs=at) + "?view=open", facts["answer"]),
        ]  # fmt: skip


class Doors:
    """Where requests come in: the public form, and the addresses of mail."""

    def __init__(self, request: TenantRequest) -> None:
        self._home = home_of(request.organization)

    @property
    def form(self) -> str:
        """The address of the public form, whole, to be given out."""
        return self._home + "/new"

    @cached_property
    def mail(self) -> list[str]:
        """The addresses at which mail becomes tickets."""
        return mail_addresses()


def first_steps(request: TenantRequest) -> FirstSteps | None:
    """Return the steps for one who can take them, until all are done or somebody put them away."""
    if not level(request, Element.START).shown:
        return None
    steps = FirstSteps(request)
    return None if steps.is_over else steps
