"""Rules give nobody what their writer could not give: neither a role nor the sight of a department."""

from collections.abc import Callable

import pytest

from moondesk.directory import actions
from moondesk.directory.actions.rules import take_rules_back
from moondesk.directory.models import DirectoryRule
from moondesk.directory.queries import all_rules, setup
from moondesk.directory.rules import RuleKind
from moondesk.events.models import Event
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.errors import MoreThanOwn
from moondesk.organizations.permissions import ROLE_PERMISSIONS, Permission, Role
from tests.directory.making import make_rule
from tests.harness.people import Cast
from tests.harness.roles import narrow

pytestmark = pytest.mark.django_db

_AGENT = ROLE_PERMISSIONS[Role.SUPPORT_AGENT]
_AGENTS = actions.NewRule("everyone", "", "", Role.SUPPORT_AGENT.value, None)


@pytest.fixture
def rules(in_acme: Cast) -> list[DirectoryRule]:
    make_rule(Role.SUPPORT_AGENT, kind=RuleKind.GROUP, value="Support")
    make_rule(Role.ADMINISTRATOR, kind=RuleKind.GROUP, value="Staff")
    return all_rules()


def _doors(cast: Cast, rules: list[DirectoryRule]) -> dict[str, Callable[[], object]]:
    by = cast.agent.actor
    changed = Event.objects.filter(subject_id=setup().pk, name="directory.rules_changed").latest("id")
    return {
        "add": lambda: actions.add_rule(_AGENTS, by=by),
        "change": lambda: actions.change_rule(rules[0], _AGENTS, by=by),
        "order": lambda: actions.order_rules([one.pk for one in reversed(rules)], by=by),
        "remove": lambda: actions.remove_rule(rules[0], by=by),
        "undo": lambda: take_rules_back(changed, by),
    }


@pytest.mark.parametrize("door", ["add", "change", "order", "remove", "undo"])
def test_who_may_not_change_members_writes_no_rules_that_are_carried_out(
    in_acme: Cast, rules: list[DirectoryRule], door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.remove_rule(rules.pop(), by=in_acme.owner.actor)
    narrow(monkeypatch, Role.SUPPORT_AGENT, _AGENT | {Permission.DIRECTORY_MANAGE})
    actions.switch(on=True, by=in_acme.owner.actor)
    with pytest.raises(NotAllowed) as caught:
        _doors(in_acme, rules)[door]()
    assert not isinstance(caught.value, MoreThanOwn)
    assert all_rules() == rules


@pytest.mark.parametrize("door", ["change", "order", "remove", "undo"])
def test_nobody_lets_a_rule_decide_that_gives_more_than_they_have(
    in_acme: Cast, rules: list[DirectoryRule], door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow(monkeypatch, Role.SUPPORT_AGENT, _AGENT | {Permission.DIRECTORY_MANAGE, Permission.MEMBER_MANAGE})
    with pytest.raises(MoreThanOwn):
        _doors(in_acme, rules)[door]()
    assert all_rules() == rules
    _doors(in_acme, rules)["add"]()


def test_nobody_gives_the_sight_of_a_department_that_they_do_not_see(
    in_acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow(monkeypatch, Role.SUPPORT_AGENT, _AGENT | {Permission.DIRECTORY_MANAGE, Permission.MEMBER_MANAGE})
    with pytest.raises(MoreThanOwn):
        make_rule("", department=in_acme.hotels, by=in_acme.agent.actor)
    assert make_rule("", department=in_acme.flights, by=in_acme.agent.actor)


def test_a_rule_whose_role_is_gone_can_be_removed(in_acme: Cast, rules: list[DirectoryRule]) -> None:
    DirectoryRule.objects.filter(pk=rules[0].pk).update(role="gone")
    actions.remove_rule(rules[0], by=in_acme.owner.actor)
    assert all_rules() == rules[1:]
