"""The rules that make members of the directory's people, and whether they are carried out."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from moondesk.directory.actions.applying import apply_all, check_leavers
from moondesk.directory.errors import InvalidDirectory
from moondesk.directory.events import DirectoryRulesChanged, DirectorySwitched
from moondesk.directory.models import NAME_LENGTH, DirectoryRule, DirectorySetup
from moondesk.directory.queries import all_rules, plan, setup
from moondesk.directory.rules import Attribute, RuleKind
from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.organizations.actions.giving import check_role
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department
from moondesk.organizations.permissions import Permission, Role

MOST_RULES = 200


@dataclass(frozen=True)
class NewRule:
    """A rule as somebody writes it."""

    kind: str
    attribute: str
    value: str
    role: str
    department: Department | None


def add_rule(new: NewRule, *, by: Actor) -> DirectoryRule:
    """Add a rule behind the others. Raises ``InvalidDirectory`` beside the field, or ``MoreThanOwn``."""
    by.require(Permission.DIRECTORY_MANAGE)
    _check(new, by)
    rules = all_rules()
    if len(rules) >= MOST_RULES:
        raise InvalidDirectory(_("There are as many rules as there can be."))
    old = _told(rules)
    rule = DirectoryRule.objects.create(
        position=(rules[-1].position + 1) if rules else 0,
        kind=new.kind,
        attribute=new.attribute if new.kind == RuleKind.ATTRIBUTE else "",
        value=new.value.strip() if new.kind != RuleKind.EVERYONE else "",
        role=new.role,
        department=new.department,
    )
    _tell(old, by=by)
    return rule


def remove_rule(rule: DirectoryRule, *, by: Actor) -> None:
    """Take a rule away."""
    by.require(Permission.DIRECTORY_MANAGE)
    old = _told(all_rules())
    rule.delete()
    _tell(old, by=by)


def switch(*, on: bool, by: Actor, however_many: bool = False) -> None:
    """Carry out what the directory says from now on, beginning with everybody; or stop. Raises ``TooManyLeavers``."""
    by.require(Permission.DIRECTORY_MANAGE)
    by.require(Permission.MEMBER_MANAGE)
    used = _kept()
    if on:
        check_leavers(plan(), however_many=however_many)
    used.is_on, used.set_up_by_id, used.changed_at = on, by.member_id or used.set_up_by_id, now()
    used.save()
    emit(DirectorySwitched(subject_id=used.pk, on=on), by=by)
    apply_all(by=by, however_many=True)


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


def _told(rules: list[DirectoryRule]) -> str:
    """Return the rules in words that a log can keep."""
    said = []
    for one in rules:
        who = {"group": f"group {one.value}", "attribute": f"{one.attribute} {one.value}"}.get(one.kind, "everyone")
        what = ", ".join(part for part in (one.role, one.department.name if one.department else "") if part)
        said.append(f"{who}: {what}")
    return "; ".join(said)


def _tell(old: str, *, by: Actor) -> None:
    """Write down how the rules changed, and do what follows from them."""
    used = _kept()
    emit(DirectoryRulesChanged(subject_id=used.pk, old=old, new=_told(all_rules())), by=by)
    apply_all(by=by)
