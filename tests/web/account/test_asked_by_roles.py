"""Roles that come and go where a second factor is asked, and an organization that goes."""

import uuid
from typing import Any

import pytest

from moondesk.events.models import Event
from moondesk.events.registry import find_reaction
from moondesk.jobs.forgetting import forget_jobs_of
from moondesk.kit import tenancy
from moondesk.kit.ids import new_id
from moondesk.organizations import actions
from moondesk.organizations.models import Member, Organization
from moondesk.web.account.jobs import deliver_account_mail
from moondesk.web.account.mails import compose
from tests.harness.people import Cast
from tests.web.account.test_second_factor_asked import ask, status
from tests.web.account.test_signing_in import queued
from tests.web.console_doors import give_second_factor

pytestmark = pytest.mark.django_db


def test_a_role_that_is_deleted_frees_nobody(cast: Cast, client_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        by = cast.owner.actor
        role = actions.create_role(actions.RoleDraft("Second line", "support_agent"), by=by)
        unused = actions.create_role(actions.RoleDraft("Third line", "support_agent"), by=by)
        actions.change_role(Member.objects.get(pk=cast.agent.member.pk), role.key, by=by)
    ask(cast, role.key, unused.key)
    with tenancy.organization(cast.acme.pk):
        actions.delete_role(unused, by=by)
        actions.delete_role(role, by=by, moves_to="viewer")
        assert Organization.objects.get().second_factor_roles == ["viewer"]
        event = Event.objects.filter(name="organization.second_factor_asked").latest("id")
        assert event.data["before"] == {"second_factor_roles": ["second-line"]}
        assert event.data["after"] == {"second_factor_roles": ["viewer"]}
        assert promoted(cast) == [], "that event tells everybody who is asked by it"
    assert status(client_of(cast.agent)) == 302


def promoted(cast: Cast) -> list[str]:
    """Return to whom a mail goes when somebody's role changed."""
    return told("member.changed", "tell_who_is_asked_by_a_new_role")


def told(name: str, reaction: str) -> list[str]:
    """Return to whom a mail goes by what happened last, however often it is told."""
    event = Event.objects.filter(name=name).latest("id")
    tell = find_reaction(event.name, f"moondesk.web.account.telling_asked.{reaction}")
    assert tell
    before = len(queued())
    tell(event)
    tell(event)
    return [job["recipient"] for job in queued()[before:] if job["kind"] == "second_factor_asked"]


def test_who_gets_a_role_that_is_asked_hears_of_it_once(cast: Cast) -> None:
    ask(cast, "support_agent", "administrator")
    with tenancy.organization(cast.acme.pk):
        viewer, by = Member.objects.get(pk=cast.viewer.member.pk), cast.owner.actor
        actions.change_role(viewer, "employee", by=by)
        assert promoted(cast) == []
        actions.change_role(viewer, "support_agent", by=by)
        assert promoted(cast) == [cast.viewer.user.email]
        actions.change_role(viewer, "administrator", by=by)
        assert promoted(cast) == [], "who was asked before knows"
        actions.change_role(viewer, "employee", by=by)
        give_second_factor(cast.viewer.user)
        actions.change_role(viewer, "support_agent", by=by)
        assert promoted(cast) == []


def test_who_is_let_in_again_hears_of_what_they_missed(cast: Cast) -> None:
    member = cast.viewer.member
    assert member
    with tenancy.organization(cast.acme.pk):
        by = cast.owner.actor
        actions.set_active(member, False, by=by)
        assert told("member.changed", "tell_who_is_let_in_again") == []
    ask(cast, "viewer")
    with tenancy.organization(cast.acme.pk):
        actions.set_active(member, True, by=by)
        assert told("member.changed", "tell_who_is_let_in_again") == [cast.viewer.user.email]
        assert promoted(cast) == []
        for _time in range(2):
            actions.set_active(member, not member.is_active, by=by)
        give_second_factor(cast.viewer.user)
        assert told("member.changed", "tell_who_is_let_in_again") == []


def test_who_is_asked_as_their_role_is_another_hears_of_it(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        by = cast.owner.actor
        low = actions.create_role(actions.RoleDraft("Low", "viewer"), by=by)
        heir = actions.create_role(actions.RoleDraft("Heir", low.key), by=by)
        for person, role in ((cast.viewer, low), (cast.agent, heir)):
            actions.change_role(Member.objects.get(pk=person.member.pk), role.key, by=by)  # type: ignore[union-attr]
    ask(cast, "support_agent", "administrator")

    def changed(inherits: str, name: str = "Low") -> list[str]:
        actions.update_role(low, actions.RoleDraft(name, inherits), by=by)
        return sorted(told("role.changed", "tell_who_is_asked_as_their_role_is_another"))

    with tenancy.organization(cast.acme.pk):
        assert changed("employee") == []
        assert changed("support_agent") == sorted([cast.viewer.user.email, cast.agent.user.email])
        assert changed("support_agent", "Lower") == []
        assert changed("administrator") == [], "who was asked before knows"


def test_an_organization_that_is_gone_asks_nobody(cast: Cast) -> None:
    gone = str(new_id())
    for organization in (gone, str(cast.acme.pk)):
        deliver_account_mail.enqueue(
            kind="second_factor_asked", recipient="a@b.test", user_id=gone, language="en", organization=organization
        )
    assert compose("second_factor_asked", "ana@acme.test", str(cast.agent.user.pk), gone) is None
    forget_jobs_of(uuid.UUID(gone))
    assert [job["organization"] for job in queued()] == [str(cast.acme.pk)]
