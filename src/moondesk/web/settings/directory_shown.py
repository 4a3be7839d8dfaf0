"""The words in which the directory's people, rules and doings are shown."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from moondesk.directory.models import DirectoryEntry, DirectoryRule
from moondesk.directory.queries import Planned
from moondesk.directory.rules import Attribute, Done, Problem, RuleKind, StepKind
from moondesk.organizations.queries import department_tree
from moondesk.organizations.roles import names_of_roles

STEPS = {
    StepKind.JOIN: _("Joins"),
    StepKind.MOVE: _("Changes role or department"),
    StepKind.LEAVE: _("Leaves"),
    StepKind.CONFLICT: _("Conflict"),
    StepKind.INVITED: _("Invited"),
    StepKind.NOTHING: _("As it is"),
    StepKind.OUTSIDE: _("No member"),
}
DONE = {
    Done.JOINED: _("Joined"),
    Done.INVITED: _("Invited"),
    Done.MOVED: _("Changed role or department"),
    Done.LEFT: _("Left"),
}
PROBLEMS = {
    Problem.IS_MEMBER: _("A member has this address. Are they the same person?"),
    Problem.IS_OWNER: _("The member is an owner. A directory never changes owners."),
    Problem.KEPT_OUT: _("Somebody here deactivated the member. The directory does not bring them back by itself."),
    Problem.NO_ADDRESS: _("The directory gives no mail address. Add one there."),
    Problem.NO_ROLE: _("The role that a rule gives is not there any more. Change the rule."),
    Problem.SAME_ADDRESS: _("Two people of the directory have this address. Mend it there, or leave one out."),
}
CHOICES = {
    Problem.IS_MEMBER: ("connect", _("The same person")),
    Problem.KEPT_OUT: ("let_in", _("Let back in")),
}
KINDS = {
    RuleKind.EVERYONE: _("Everyone in the directory"),
    RuleKind.GROUP: _("Members of a group"),
    RuleKind.ATTRIBUTE: _("People with an attribute"),
}
ATTRIBUTES = {
    Attribute.TITLE: _("Job title"),
    Attribute.USER_TYPE: _("Kind of employment (userType)"),
    Attribute.DEPARTMENT: _("Department there"),
    Attribute.DIVISION: _("Division"),
    Attribute.ORGANIZATION: _("Company (organization)"),
    Attribute.COST_CENTER: _("Cost centre"),
    Attribute.LOCALE: _("Language (locale)"),
    Attribute.COUNTRY: _("Country"),
    Attribute.LOCALITY: _("Place (locality)"),
}
COLOURS = {StepKind.JOIN: "resolved", StepKind.LEAVE: "urgent", StepKind.CONFLICT: "waiting"}


class Names:
    """What roles and departments are called, read once for a page."""

    def __init__(self) -> None:
        self.roles = names_of_roles()
        self.tree = department_tree()
        self.departments: dict[uuid.UUID, str] = {one.pk: one.name for one, _depth in self.tree}

    def place(self, role: str, departments: Sequence[str]) -> str:
        """Return a role and departments in words."""
        return " · ".join(part for part in (self.roles.get(role, role), ", ".join(sorted(departments))) if part)


def shown_person(one: Planned, names: Names) -> dict[str, Any]:
    """Return one person of the directory, what becomes of them and what can be decided."""
    step, person, now = one.step, one.person, one.standing
    problem = step.problem
    return {
        "id": person.pk,
        "name": one.facts.name or person.user_name,
        "user_name": person.user_name,
        "email": one.facts.email,
        "groups": sorted(one.facts.groups),
        "step": STEPS[step.kind],
        "kind": step.kind.value,
        "old": names.place(now.roles[0], _called(now.departments, names))
        if now and now.is_active and now.roles
        else "",
        "new": names.place(step.role, _called(step.departments, names)),
        "problem": PROBLEMS[problem] if problem else "",
        "choice": CHOICES.get(problem) if problem else None,
        "left_out": person.left_out,
        "member": person.member_id,
    }


def shown_rule(one: DirectoryRule, names: Names) -> dict[str, Any]:
    """Return one rule in words."""
    who = {
        RuleKind.GROUP: _("Group “%(name)s”") % {"name": one.value},
        RuleKind.ATTRIBUTE: f"{ATTRIBUTES[Attribute(one.attribute)]}: {one.value}" if one.attribute else "",
        RuleKind.EVERYONE: str(KINDS[RuleKind.EVERYONE]),
    }[RuleKind(one.kind)]
    role = names.roles.get(one.role, one.role)
    return {"id": one.pk, "who": who, "role": role, "department": one.department.name if one.department else ""}


def shown_entry(one: DirectoryEntry, names: Names) -> dict[str, Any]:
    """Return one thing that the directory brought about."""
    old, new = (names.place(kept.get("role", ""), kept.get("departments", [])) for kept in (one.old, one.new))
    done = DONE[Done(one.done)]
    return {"done": done, "name": one.name, "email": one.email, "old": old, "new": new, "at": one.created_at}


def _called(departments: frozenset[uuid.UUID], names: Names) -> list[str]:
    return [names.departments[one] for one in departments if one in names.departments]
