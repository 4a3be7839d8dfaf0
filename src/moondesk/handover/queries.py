"""What a member has, and what they did lately, for those who manage members."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from moondesk.conversations.events import ReplySent
from moondesk.events.models import Event
from moondesk.events.queries import done_by
from moondesk.kit.clock import now
from moondesk.macros.queries import own_macros_of
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department, Member
from moondesk.organizations.people import departments_by_id
from moondesk.organizations.permissions import Permission
from moondesk.tickets.events import StatusChanged
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import visible_to
from moondesk.tickets.rules import ACTIVE_STAGES, Stage
from moondesk.timekeeping.queries import running_timers_of
from moondesk.views.queries import own_views_of

WEEK, MONTH = datetime.timedelta(days=7), datetime.timedelta(days=30)
LATEST = 20


@dataclass(frozen=True)
class Share:
    """How many of a member's open tickets are in one department; None for those in none."""

    department: Department | None
    tickets: int


@dataclass(frozen=True)
class Belongings:
    """What a member has: open tickets by department, personal views and macros, running timers, tokens in use."""

    shares: list[Share]
    views: int
    macros: int
    timers: int
    tokens: int

    @property
    def tickets(self) -> int:
        """How many open tickets they have."""
        return sum(share.tickets for share in self.shares)


def open_tickets_of(member: Member, seen: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Return those of the tickets that are the member's and not done."""
    return seen.filter(assignee=member, stage__in=[stage.value for stage in ACTIVE_STAGES])


def belongings_of(member: Member, actor: Actor) -> Belongings:
    """Return what a member has, of tickets those that the actor sees and so can hand on."""
    actor.require(Permission.MEMBER_MANAGE)
    by_department: dict[uuid.UUID | None, int] = dict(
        open_tickets_of(member, visible_to(actor))
        .order_by()
        .values_list("department_id")
        .annotate(many=Count("id"))
        .values_list("department_id", "many")
    )
    departments = departments_by_id([pk for pk in by_department if pk])
    shares = [Share(one, by_department[one.pk]) for one in departments]
    if None in by_department:
        shares.append(Share(None, by_department[None]))
    return Belongings(
        shares=shares,
        views=own_views_of(member),
        macros=own_macros_of(member),
        timers=running_timers_of(member),
        tokens=member.tokens.filter(revoked_at=None).count(),
    )


@dataclass(frozen=True)
class Doings:
    """What a member did: when last, how much in a week and a month, and the latest of it."""

    last_at: datetime.datetime | None
    replies_week: int
    replies_month: int
    resolved_week: int
    resolved_month: int
    latest: list[Event]


def doings_of(member: Member, actor: Actor) -> Doings:
    """Return what a member did at the desk and through their tokens, as the log has it."""
    actor.require(Permission.MEMBER_MANAGE)
    doers = [member.pk, *member.tokens.values_list("pk", flat=True)]
    done = done_by(doers)
    latest = list(done.order_by("-id")[:LATEST])
    replied, resolved = Q(name=ReplySent.name), Q(name=StatusChanged.name, data__new_stage=Stage.RESOLVED.value)
    lately = Q(created_at__gte=now() - WEEK)
    counted = done.filter(created_at__gte=now() - MONTH).aggregate(
        replies_week=Count("id", filter=replied & lately),
        replies_month=Count("id", filter=replied),
        resolved_week=Count("id", filter=resolved & lately),
        resolved_month=Count("id", filter=resolved),
    )
    return Doings(last_at=latest[0].created_at if latest else None, latest=latest, **counted)
