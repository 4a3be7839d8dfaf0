"""An organization's own roles: made, changed and deleted by people who have all that the roles allow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.kit.lines import line_problem
from moondesk.organizations.actions.giving import (
    check_role,
    exceeds,
    give_roles,
    locked_roles,
    take_back_invitations,
    write_down,
)
from moondesk.organizations.actions.offers import settle_offer
from moondesk.organizations.actions.second_factor import follow_deleted_role
from moondesk.organizations.actor import Actor
from moondesk.organizations.errors import InvalidOrganization, MoreThanOwn, RoleInUse, RoleNotFound
from moondesk.organizations.events import MemberChanged, RoleChanged, RoleCreated, RoleDeleted
from moondesk.organizations.inheritance import heirs_of, rules_of
from moondesk.organizations.models import Invitation, Member
from moondesk.organizations.permissions import (
    INHERITABLE,
    ROLE_LABELS,
    Permission,
    Role,
    RoleRule,
    held_by,
    known_permissions,
)
from moondesk.organizations.queries import hold_organization
from moondesk.organizations.role_models import CustomRole

MOST_ROLES = 40
NAME_LENGTH = 60
DESCRIPTION_LENGTH = 200
_BUILT_IN = {*(role.value for role in Role), "why"}


@dataclass(frozen=True)
class RoleDraft:
    """What a role shall be: ``inherits`` is the key of the role it stands on."""

    name: str
    inherits: str
    adds: Sequence[str] = ()
    removes: Sequence[str] = ()
    description: str = ""


def create_role(draft: RoleDraft, *, by: Actor) -> CustomRole:
    """Make a role. Raises ``InvalidOrganization``, or ``MoreThanOwn`` where it would allow more than the actor."""
    by.require(Permission.ROLE_MANAGE)
    hold_organization()
    known = locked_roles()
    if len(known) >= MOST_ROLES:
        raise _wrong("name", _("An organization can have %(most)s roles of its own.") % {"most": MOST_ROLES})
    role = CustomRole(**_checked(draft, known, None))
    role.key = _free_key(role.name, {one.key for one in known})
    _check_rules(rules_of([*known, role]), {role.key}, by)
    role.save()
    adds, removes = tuple(role.adds), tuple(role.removes)
    emit(RoleCreated(subject_id=role.pk, label=role.name, inherits=role.inherits, adds=adds, removes=removes), by=by)
    return role


def update_role(role: CustomRole, draft: RoleDraft, *, by: Actor) -> CustomRole:
    """Change a role, and with it what all those may do who have it or a role that inherits from it.

    Raises ``InvalidOrganization`` (also for a circle), or ``MoreThanOwn`` where it allows or would allow more than the
    actor may do.
    """
    by.require(Permission.ROLE_MANAGE)
    hold_organization()
    known = {one.pk: one for one in locked_roles()}
    if role.pk not in known:
        raise RoleNotFound(_("There is no such role."))
    role = known[role.pk]
    before, old = rules_of(known.values()), _shown(role)
    touched = {role.key} | heirs_of(role.key, known.values())
    for name, value in _checked(draft, list(known.values()), role).items():
        setattr(role, name, value)
    if role.inherits in touched:
        raise _wrong("inherits", _("A role cannot inherit from itself or from one that inherits from it."))
    after = rules_of(known.values())
    _check_rules(before, touched, by)
    _check_rules(after, touched, by)
    if _shown(role) != old:
        role.updated_at = now()
        role.save()
        emit(RoleChanged(subject_id=role.pk, label=role.name, before=old, after=_shown(role)), by=by)
        _follow({key for key in touched if before.get(key) != after.get(key)}, after)
    return role


def _shown(role: CustomRole) -> dict[str, str | list[str]]:
    names = ("name", "description", "inherits", "adds", "removes")
    return {name: getattr(role, name) for name in names}


def _follow(keys: set[str], rules: Mapping[str, RoleRule]) -> None:
    """Let everybody who has one of the roles have what it comes to now."""
    members = _locked(roles__overlap=list(keys)) if keys else []
    narrowed = []
    for member in members:
        held = held_by(member)
        member.role_rules = write_down(member.roles, dict(rules))
        if not held <= held_by(member):
            narrowed.append(member)
    Member.objects.bulk_update(members, ["role_rules"])
    if narrowed:
        take_back_invitations(narrowed)


def delete_role(role: CustomRole, *, by: Actor, moves_to: str = "") -> None:
    """Delete a role; who has it or is promised it gets the role ``moves_to``, which is asked for a factor instead.

    An offer of ownership whose owner would keep it ends: they agreed to no other. Raises ``RoleInUse`` where others
    inherit from it, or somebody has it and it is not said where they go.
    """
    by.require(Permission.ROLE_MANAGE)
    hold_organization()
    settle_offer(by=by)
    known = locked_roles()
    _check_rules(rules_of(known), {role.key}, by)
    heirs = [one.name for one in known if one.inherits == role.key]
    if heirs:
        raise RoleInUse(_("Other roles inherit from this one: %(names)s") % {"names": ", ".join(heirs)})
    members = _locked(roles__contains=[role.key])
    invited = Invitation.objects.filter(role=role.key, accepted_at=None, revoked_at=None)
    if not members and not invited.exists():
        follow_deleted_role(role.key, "", by=by)
    else:
        _move(members, role.key, _goal(role, moves_to, by), by)
        invited.update(role=moves_to)
        follow_deleted_role(role.key, moves_to, by=by)
    emit(RoleDeleted(subject_id=role.pk, label=role.name, moved_to=moves_to, members=len(members)), by=by)
    role.delete()
    settle_offer(by=by)


def _goal(role: CustomRole, moves_to: str, by: Actor) -> str:
    if not moves_to:
        text = _("Somebody has this role or is promised it. Choose the role that they get.")
        raise RoleInUse(text, fields={"moves_to": text})
    if moves_to in (role.key, Role.OWNER):  # owners are made one by one, by people who prove who they are
        raise _wrong("moves_to", _("This cannot be chosen."))
    return check_role(moves_to, by)


def _move(members: Sequence[Member], old: str, new: str, by: Actor) -> None:
    for member in members:
        before = ",".join(member.roles)
        give_roles(member, list(dict.fromkeys(new if key == old else key for key in member.roles)))
        emit(MemberChanged(subject_id=member.pk, field="roles", old=before, new=",".join(member.roles)), by=by)
    take_back_invitations(members)


def _locked(**which: Sequence[str]) -> list[Member]:
    return list(Member.objects.select_for_update(of=("self",), no_key=True).filter(**which).order_by("pk"))


def _check_rules(rules: Mapping[str, RoleRule], keys: set[str], by: Actor) -> None:
    if any(exceeds(rules[key].permissions, by) for key in keys if key in rules):
        raise MoreThanOwn(_("A role cannot allow more than you may do yourself."))


def _checked(draft: RoleDraft, known: Sequence[CustomRole], own: CustomRole | None) -> dict[str, object]:
    """Return what is written of a draft. Raises ``InvalidOrganization`` beside the field that does not fit."""
    name = " ".join(draft.name.split())
    others = [one for one in known if own is None or one.pk != own.pk]
    if line_problem(name, NAME_LENGTH) is not None:
        raise _wrong("name", _("Give the role a name of at most %(most)s characters.") % {"most": NAME_LENGTH})
    taken = {one.name.lower() for one in others} | {str(label).lower() for label in ROLE_LABELS.values()}
    if name.lower() in taken:
        raise _wrong("name", _("Another role has this name."))
    description = " ".join(draft.description.split())
    if line_problem(description, DESCRIPTION_LENGTH) not in (None, "empty"):
        raise _wrong("description", _("Keep this under %(most)s characters.") % {"most": DESCRIPTION_LENGTH + 1})
    if draft.inherits not in {*INHERITABLE, *(one.key for one in known)}:
        raise _wrong("inherits", _("There is no such role, or no other can inherit from it."))
    adds, removes = _permissions("adds", draft.adds), _permissions("removes", draft.removes)
    if set(adds) & set(removes):
        raise _wrong("removes", _("A role cannot add and remove the same permission."))
    return {
        "name": name, "description": description, "inherits": draft.inherits, "adds": adds, "removes": removes
    }  # fmt: skip


def _permissions(field: str, values: Sequence[str]) -> list[str]:
    known = known_permissions(values)
    if unknown := sorted(set(values) - known):
        raise _wrong(field, _("There is no such permission: %(names)s") % {"names": ", ".join(unknown)})
    return sorted(known)


def _free_key(name: str, taken: set[str]) -> str:
    wanted = slugify(name)[:32].strip("-_") or "role"
    tries = [wanted, *(f"{wanted}-{number}" for number in range(2, MOST_ROLES + 3))]
    return next(key for key in tries if key not in taken | _BUILT_IN)


def _wrong(field: str, text: str) -> InvalidOrganization:
    return InvalidOrganization(text, fields={field: text})
