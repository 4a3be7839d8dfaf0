"""What becomes of a person of the directory: pure cases."""

import uuid
from dataclasses import replace
from typing import Any

import pytest

from moondesk.directory.rules import (
    ENTERPRISE,
    PersonRule,
    Problem,
    RuleKind,
    Standing,
    StepKind,
    Wanted,
    address_of,
    facts_of,
    leaver_limit,
    name_of,
    step_of,
    wanted_of,
)

FLIGHTS, HOTELS = uuid.UUID(int=1), uuid.UUID(int=2)
PAULA: dict[str, Any] = {
    "userName": "paula",
    "name": {"givenName": "Paula", "familyName": "Peer"},
    "title": "Agent",
    "emails": [{"value": "old@acme.test"}, {"value": "Paula@Acme.test", "primary": True}],
    "addresses": [{"country": "ES"}],
    ENTERPRISE: {"department": "Support"},
}
RULES = [
    PersonRule(RuleKind.GROUP, "", "Leads", "department_manager", None),
    PersonRule(RuleKind.ATTRIBUTE, "department", "support", "support_agent", FLIGHTS),
    PersonRule(RuleKind.ATTRIBUTE, "country", "es", "", HOTELS),
    PersonRule(RuleKind.ATTRIBUTE, "title", "Boss", "administrator", None),
]


def _standing(*roles: str, is_active: bool = True, departments: frozenset[uuid.UUID] = frozenset()) -> Standing:
    return Standing(uuid.UUID(int=9), is_active, "owner" in roles, roles, departments)


def test_what_rules_ask_for() -> None:
    facts = facts_of(PAULA, ["Leads "])
    assert (facts.email, facts.name, facts.is_active) == ("paula@acme.test", "Paula Peer", True)
    assert wanted_of(RULES, facts) == Wanted("department_manager", frozenset({FLIGHTS, HOTELS}))
    assert wanted_of(RULES, facts_of(PAULA, [])) == Wanted("support_agent", frozenset({FLIGHTS, HOTELS}))
    assert wanted_of(RULES, facts_of({"userName": "x"}, [])) == Wanted()


def test_what_a_directory_may_leave_out() -> None:
    assert address_of({"userName": "A@B.test"}) == "a@b.test"
    assert address_of({"userName": "paula", "emails": [{"type": "work"}, "nonsense"]}) == ""
    for wrong in ("paula@", "paula@acme test", "paula@acme", "p" * 250 + "@acme.test"):
        assert address_of({"userName": "paula", "emails": [{"value": wrong}]}) == "", wrong
    assert name_of({"userName": "paula", "name": None}) == "paula"
    assert facts_of({"active": False}, []).is_active is False


@pytest.mark.parametrize(
    ("role", "mine", "namesake", "kind", "problem"),
    [
        ("support_agent", None, None, StepKind.JOIN, None),
        ("", None, None, StepKind.OUTSIDE, None),
        ("support_agent", None, _standing("viewer"), StepKind.CONFLICT, Problem.IS_MEMBER),
        ("support_agent", _standing("viewer"), None, StepKind.MOVE, None),
        ("support_agent", _standing("support_agent"), None, StepKind.NOTHING, None),
        ("support_agent", _standing("support_agent", is_active=False), None, StepKind.CONFLICT, Problem.KEPT_OUT),
        ("support_agent", replace(_standing(is_active=False), sent_away=True), None, StepKind.MOVE, None),
        ("", _standing("support_agent"), None, StepKind.LEAVE, None),
        ("", _standing("support_agent", is_active=False), None, StepKind.OUTSIDE, None),
        ("", _standing("owner"), None, StepKind.CONFLICT, Problem.IS_OWNER),
        ("support_agent", _standing("owner"), None, StepKind.NOTHING, None),
    ],
)
def test_steps(
    role: str, mine: Standing | None, namesake: Standing | None, kind: StepKind, problem: Problem | None
) -> None:
    step = step_of(facts_of(PAULA, []), Wanted(role), mine, namesake, invited=False)
    assert (step.kind, step.problem) == (kind, problem)


def test_who_is_not_active_leaves_and_who_has_no_address_cannot_join() -> None:
    gone = facts_of(PAULA | {"active": False}, [])
    assert step_of(gone, Wanted("viewer"), _standing("viewer"), None, invited=False).kind is StepKind.LEAVE
    nobody = facts_of({"userName": "paula"}, [])
    assert step_of(nobody, Wanted("viewer"), None, None, invited=False).problem is Problem.NO_ADDRESS
    assert step_of(facts_of(PAULA, []), Wanted("viewer"), None, None, invited=True).kind is StepKind.INVITED


def test_how_many_may_leave_unasked() -> None:
    assert [leaver_limit(members) for members in (3, 40, 1000)] == [5, 8, 200]
