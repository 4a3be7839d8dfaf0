"""The rules that make members of the directory's people, and whether they are carried out."""

import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from moondesk.directory.actions.applying import apply_all, check_leavers
from moondesk.directory.errors import InvalidDirectory
from moondesk.directory.events import DirectoryRulesChanged, DirectorySwitched
from moondesk.directory.models import NAME_LENGTH, DirectoryRule, DirectorySetup
from moondesk.directory.queries import Planned, all_rules, plan, setup
from moondesk.directory.rules import Attribute, RuleKind
from moondesk.events.actions import emit
from moondesk.events.errors import CannotUndo, ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.kit.clock import now
from moondesk.organizations.actions.giving import check_role, check_sight
from moondesk.organizations.actor import Actor
from moondesk.organizations.errors import InvalidOrganization
from moondesk.organizations.models import Department
from moondesk.organizations.permissions import Permission, Role
from moondesk.organizations.queries import hold_organization

MOST_RULES = 200


@dataclass(frozen=True)
class NewRule:
    """A rule as somebody writes it."""

    kind: str
    attribute: str
    value: str
    role: str
    department: Department | None


def add_rule(new: NewRule, *, by: Actor, however_many: bool = False) -> DirectoryRule:
    """Add a rule behind the others. Raises ``InvalidDirectory``, ``MoreThanOwn`` or ``TooManyLeavers``."""
    _require(by)
    _check(new, by)
    rules = all_rules()
    if len(rules) >= MOST_RULES:
        raise InvalidDirectory(_("There are as many rules as there can be."))
    rule = DirectoryRule(position=(rules[-1].position + 1) if rules else 0)
    _fill(rule, new)
    rule.save(force_insert=True)
    _tell(rules, however_many=however_many, by=by)
    return rule


def change_rule(rule: DirectoryRule, new: NewRule, *, by: Actor, however_many: bool = False) -> None:
    """Make a rule what somebody wants it to be. Raises like ``add_rule``."""
    _require(by)
    _check(new, by)
    before = all_rules()
    _check_reach(before, by)
    _fill(rule, new)
    rule.save()
    _tell(before, however_many=however_many, by=by)


def order_rules(wanted: Sequence[str | uuid.UUID], *, by: Actor, however_many: bool = False) -> None:
    """Put the rules into another order: the first that fits somebody gives the role. Those not named come last.

    Raises ``MoreThanOwn`` or ``TooManyLeavers``.
    """
    _require(by)
    before = all_rules()
    _check_reach(before, by)
    places = {str(one): place for place, one in enumerate(wanted)}
    rows = sorted(all_rules(), key=lambda one: places.get(str(one.pk), len(places)))
    for place, one in enumerate(rows):
        one.position = place
    DirectoryRule.objects.bulk_update(rows, ["position"])
    _tell(before, however_many=however_many, by=by)


def remove_rule(rule: DirectoryRule, *, by: Actor, however_many: bool = False) -> None:
    """Take a rule away. Raises ``MoreThanOwn`` or ``TooManyLeavers``."""
    _require(by)
    before = all_rules()
    _check_reach(before, by)
    rule.delete()
    _tell(before, however_many=however_many, by=by)


def preview(change: Callable[[], object], *, by: Actor) -> list[Planned]:
    """Return what would become of everybody after a change of the rules, and undo the change. Raises what it raises."""
    by.require(Permission.DIRECTORY_MANAGE)
    with transaction.atomic():
        hold_organization()
        DirectorySetup.objects.update(is_on=False)
        change()
        planned = plan()
        transaction.set_rollback(True)
    return planned


def switch(*, on: bool, by: Actor, however_many: bool = False) -> None:
    """Carry out what the directory says from now on, beginning with everybody; or stop. Raises ``TooManyLeavers``."""
    by.require(Permission.DIRECTORY_MANAGE)
    by.require(Permission.MEMBER_MANAGE)
    hold_organization()
    used = _kept()
    if on:
        check_leavers(plan(), however_many=however_many)
    used.is_on, used.set_up_by_id, used.changed_at = on, by.member_id or used.set_up_by_id, now()
    emit(DirectorySwitched(subject_id=used.pk, on=on), by=by)
    apply_all(by=by, however_many=True, used=used)
    used.save()  # behind the people, as everybody locks them before it


@undoes(DirectoryRulesChanged)
def take_rules_back(event: Event, by: Actor) -> None:
    """Make the rules what they were before, unless somebody changed them since."""
    _require(by)
    before = all_rules()
    _check_reach(before, by)
    if [_document(one) for one in before] != event.data["after"]:
        raise ChangedSince(_("This was changed again since. Change it to what you want instead."))
    rows = [_revived(place, kept, by) for place, kept in enumerate(event.data["before"])]
    DirectoryRule.objects.all().delete()
    DirectoryRule.objects.bulk_create(rows)
    _tell(before, by=by)


def _require(by: Actor) -> None:
    """Writing rules that are carried out is changing members."""
    by.require(Permission.DIRECTORY_MANAGE)
    hold_organization()
    if setup().is_on:
        by.require(Permission.MEMBER_MANAGE)


def check_may_feed(by: Actor) -> None:
    """Raise unless the actor may decide who the directory's people are: that gives every role that a rule gives."""
    _require(by)
    _check_reach(all_rules(), by)


def _check_reach(rules: Sequence[DirectoryRule], by: Actor) -> None:
    """Raise ``MoreThanOwn`` where a rule gives more than the actor has: what is before it decides who gets that."""
    for role in {one.role for one in rules if one.role}:
        with suppress(InvalidOrganization):  # a role that is gone gives nothing
            check_role(role, by)


def _revived(place: int, kept: dict[str, Any], by: Actor) -> DirectoryRule:
    department = Department.objects.filter(pk=kept["department"]).first() if kept["department"] else None
    if kept["department"] and department is None:
        raise CannotUndo(_("A department of these rules is not there any more."))
    new = NewRule(kept["kind"], kept["attribute"], kept["value"], kept["role"], department)
    try:
        _check(new, by)
    except InvalidDirectory as error:
        raise CannotUndo(error.message) from None
    row = DirectoryRule(pk=uuid.UUID(kept["id"]), position=place)
    _fill(row, new)
    return row


def _fill(rule: DirectoryRule, new: NewRule) -> None:
    rule.kind, rule.role, rule.department = new.kind, new.role, new.department
    rule.attribute = new.attribute if new.kind == RuleKind.ATTRIBUTE else ""
    rule.value = new.value.strip() if new.kind != RuleKind.EVERYONE else ""


def _kept() -> DirectorySetup:
    used = setup()
    if used._state.adding:
        used.save()
    return used


def _check(new: NewRule, by: Actor) -> None:
    wrong: dict[str, str] = {}
    if new.kind not in {one.value for one in RuleKind}:
        wrong["kind"] = _("This cannot be chosen.")
    if new.kind == RuleKind.ATTRIBUTE and new.attribute not in {one.value for one in Attribute}:
        wrong["attribute"] = _("This cannot be chosen.")
    if new.kind != RuleKind.EVERYONE and not 0 < len(new.value.strip()) <= NAME_LENGTH:
        wrong["value"] = _("Say which.")
    if new.role == Role.OWNER:
        wrong["role"] = _("A directory cannot give this role.")
    if not new.role and new.department is None:
        wrong["role"] = _("Choose a role, a department, or both.")
    if wrong:
        raise InvalidDirectory(next(iter(wrong.values())), fields=wrong)
    if new.role:
        check_role(new.role, by)
    if new.department is not None:
        check_sight(by, departments=[new.department.pk])


def _told(rules: list[DirectoryRule]) -> str:
    """Return the rules in words that a log can keep."""
    said = []
    for one in rules:
        who = {"group": f"group {one.value}", "attribute": f"{one.attribute} {one.value}"}.get(one.kind, "everyone")
        what = ", ".join(part for part in (one.role, one.department.name if one.department else "") if part)
        said.append(f"{who}: {what}")
    return "; ".join(said)


def _document(one: DirectoryRule) -> dict[str, str]:
    kept = {name: getattr(one, name) for name in ("kind", "attribute", "value", "role")}
    return kept | {"id": str(one.pk), "department": str(one.department_id or "")}


def _tell(before: list[DirectoryRule], *, by: Actor, however_many: bool = False) -> None:
    """Write down how the rules changed, and do what follows from them."""
    used, after = _kept(), all_rules()
    changed = DirectoryRulesChanged(
        subject_id=used.pk,
        old=_told(before),
        new=_told(after),
        before=[_document(one) for one in before],
        after=[_document(one) for one in after],
    )
    emit(changed, by=by)
    apply_all(by=by, however_many=however_many)
