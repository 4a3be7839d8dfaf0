"""Reading members, invitations, departments and tokens for the pages that manage them."""

import datetime
import re
import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from moondesk.kit.clock import now
from moondesk.kit.compiled import compiled
from moondesk.kit.errors import NotFound
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import ApiToken, Department, Invitation, Member, MemberDepartment
from moondesk.organizations.permissions import Permission, Role, held_by

_EXPIRED_SHOWN = datetime.timedelta(days=30)


def _one[M: Any](found: M | None) -> M:
    if found is None:
        raise NotFound(_("There is no such thing here."))
    return found


def all_members() -> list[Member]:
    """Return all members, the active ones first, by name."""
    return list(Member.objects.select_related("user").order_by("-is_active", "name", "id"))


def who_may(permission: Permission) -> list[Member]:
    """Return the members who work here and have a permission, with their addresses."""
    at_work = Member.objects.filter(is_active=True, user__is_active=True).select_related("user").order_by("id")
    return [one for one in at_work if permission in held_by(one)]


def owners() -> list[Member]:
    """Return the organization's active owners, with their addresses."""
    at_work = Member.objects.select_related("user").filter(is_active=True)
    return list(at_work.filter(roles__contains=[Role.OWNER.value]).order_by("id"))


def members_at_work() -> int:
    """Return how many members may come in."""
    return int(Member.objects.filter(is_active=True).count())


def is_address_of_member(email: str) -> bool:
    """Say whether somebody who works here signs in with an address."""
    return bool(_who_signs_in_with(email.lower()))


@compiled
def _who_signs_in_with(email: str) -> QuerySet[Member]:
    return Member.objects.filter(user__email=email, is_active=True).only("pk")[:1]


def get_member(member_id: uuid.UUID) -> Member:
    """Return one member. Raises ``NotFound``."""
    return _one(Member.objects.select_related("user").filter(pk=member_id).first())


def get_department(department_id: uuid.UUID) -> Department:
    """Return one department. Raises ``NotFound``."""
    return _one(Department.objects.filter(pk=department_id).first())


def get_invitation(invitation_id: uuid.UUID) -> Invitation:
    """Return one invitation that waits. Raises ``NotFound``."""
    return _one(_waiting().filter(pk=invitation_id).first())


def _waiting() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("department").filter(accepted_at=None, revoked_at=None)


def pending_invitations() -> list[Invitation]:
    """Return the invitations that nobody accepted or took back, the latest first; expired ones for a month."""
    return list(_waiting().filter(expires_at__gt=now() - _EXPIRED_SHOWN))


def departments_by_member() -> dict[uuid.UUID, list[Department]]:
    """Return who works where."""
    places: dict[uuid.UUID, list[Department]] = {}
    for row in MemberDepartment.objects.select_related("department").order_by("department__position"):
        places.setdefault(row.member_id, []).append(row.department)
    return places


def members_by_department() -> dict[uuid.UUID, int]:
    """Return how many active members each department has."""
    rows = MemberDepartment.objects.filter(member__is_active=True).values_list("department_id")
    return dict(rows.annotate(members=Count("member_id")).values_list("department_id", "members"))


def tokens_seen_by(actor: Actor) -> QuerySet[ApiToken]:
    """Return the tokens that the actor may see: their own, or all that there are."""
    tokens = ApiToken.objects.select_related("member").filter(revoked_at=None)
    if actor.may(Permission.TOKEN_MANAGE):
        return tokens
    return tokens.filter(member_id=actor.member_id) if actor.member_id else tokens.filter(pk__in=[actor.id])


def tokens_for(actor: Actor) -> list[ApiToken]:
    """Return the tokens that the actor may see: their own, or all that there are."""
    return list(tokens_seen_by(actor))


def get_token(actor: Actor, token_id: uuid.UUID) -> ApiToken:
    """Return one token. Raises ``NotFound``."""
    return _one(tokens_seen_by(actor).filter(pk=token_id).first())


def find_token(token_id: uuid.UUID) -> ApiToken | None:
    """Return one token, whoever may see it."""
    return ApiToken.objects.filter(pk=token_id).first()


def tokens_to_tell_of(most: int) -> list[ApiToken]:
    """Return tokens, locked, that end within a week and of which nobody was told, or within a day."""
    day = datetime.timedelta(days=1)
    soon = ApiToken.objects.filter(revoked_at=None, expires_at__gt=now(), expires_at__lte=now() + 7 * day)
    due = soon.exclude(warned_days=1).exclude(warned_days=7, expires_at__gt=now() + day)
    return list(due.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:most])


def names_at_work() -> dict[str, list[uuid.UUID]]:
    """Return the names of active members and of departments, each with the members that it means."""
    found: dict[str, list[uuid.UUID]] = {}
    for pk, name in Member.objects.filter(is_active=True).values_list("pk", "name"):
        found.setdefault(name, []).append(pk)
    for name in Department.objects.values_list("name", flat=True):
        found.setdefault(name, [])
    places = MemberDepartment.objects.filter(member__is_active=True).order_by("member__name", "member_id")
    for name, member_id in places.values_list("department__name", "member_id"):
        found[name].append(member_id)
    return {name: members for name, members in found.items() if name.strip()}


def find_members(words: str, most: int) -> list[Member]:
    """Return active members in whose names a word begins with each of the words, by name."""
    found = Member.objects.filter(is_active=True)
    for word in words.split():
        found = found.filter(name__iregex=rf"(^|[^[:alnum:]]){re.escape(word)}")
    return list(found.order_by("name", "id")[:most])


def find_departments(words: str, most: int) -> list[tuple[Department, list[uuid.UUID]]]:
    """Return departments found by the beginnings of words, by name, each with its active members."""
    found = Department.objects.order_by("name", "id")
    for word in words.split():
        found = found.filter(name__iregex=rf"(^|[^[:alnum:]]){re.escape(word)}")
    departments = list(found[:most])
    places = MemberDepartment.objects.filter(department__in=departments, member__is_active=True).order_by("member_id")
    inside = list(places.values_list("department_id", "member_id"))
    return [(one, [member for department, member in inside if department == one.pk]) for one in departments]


def lock_member(member_id: uuid.UUID) -> Member:
    """Return one member, who changes for nobody else before the transaction ends. Raises ``NotFound``."""
    return _one(Member.objects.select_for_update(of=("self",), no_key=True).filter(pk=member_id).first())


def departments_by_id(ids: Collection[uuid.UUID]) -> list[Department]:
    """Return departments in their order."""
    return list(Department.objects.filter(pk__in=ids).order_by("position", "name", "id"))


def names_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of those ids that are members, people who are members, departments or tokens."""
    if not ids:
        return {}
    found: dict[uuid.UUID, str] = {}
    for model in (ApiToken, Department):
        found |= dict(model.objects.filter(pk__in=ids).values_list("pk", "name"))
    members = Member.objects.filter(Q(pk__in=ids) | Q(user__in=ids)).values_list("pk", "user_id", "name")
    for member_id, user_id, name in members:
        found |= {member_id: name, user_id: name}
    return found


def member_by_id(member: uuid.UUID | None) -> Member | None:
    """Return a member to whom tickets can be given, or whose they are; None for none."""
    return next(iter(_member_by_id(member)), None) if member else None


@compiled
def _member_by_id(member: uuid.UUID) -> QuerySet[Member]:
    return Member.objects.filter(pk=member)
