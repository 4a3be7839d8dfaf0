"""The pages of roles, through their doors: the matrix, a role of one's own, and why somebody may do something."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moondesk.kit import tenancy
from moondesk.organizations.actions import change_role
from moondesk.organizations.models import Member
from moondesk.organizations.permission_texts import AREAS, NAMES
from moondesk.organizations.permissions import Permission, Role, held_by
from moondesk.organizations.role_models import CustomRole
from moondesk.web.opening import opened_by
from tests.factories_lasting import make_custom_role
from tests.harness.people import Cast, Person

pytestmark = pytest.mark.django_db
P = Permission
PAGE = "/acme/settings/roles"


def held(cast: Cast, person: Person) -> frozenset[Permission]:
    with tenancy.organization(cast.acme.pk):
        return held_by(Member.objects.get(pk=person.member.pk))


def own_role(cast: Cast, person: Person | None = None, **more: Any) -> CustomRole:
    with tenancy.organization(cast.acme.pk):
        role = make_custom_role(**more)
        if person is not None:
            change_role(Member.objects.get(pk=person.member.pk), role.key, by=cast.owner.actor)
        return role


def test_each_permission_is_explained_once_and_opens_something() -> None:
    rows = [row for area in AREAS.values() for row in area]
    assert sorted(row[0] for row in rows) == sorted(Permission)
    assert len({str(row[1]) for row in rows}) == len(rows)
    assert "GET /api/v1/members" in opened_by(P.MEMBER_VIEW)
    assert "/{slug}/settings/members" in opened_by(P.SETTINGS_OPEN)


def test_the_matrix_is_searched(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    own_role(cast)
    client = client_of(cast.owner)
    whole = client.get(PAGE).content.decode()
    assert all(str(name) in whole for name in NAMES.values())
    assert "Night shift: yes" in whole
    found = client.get(f"{PAGE}?q=note+see").content.decode()
    assert str(NAMES[P.NOTE_VIEW]) in found
    assert str(NAMES[P.TICKET_PURGE]) not in found
    assert "No permission has these words" in client.get(f"{PAGE}?q=nonsense").content.decode()


def test_a_role_is_made_changed_and_deleted(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    client = client_of(cast.owner)
    made = client.post(PAGE, {"which": "new", "name": "Night shift", "inherits": "support_agent", "description": ""})
    assert made.headers["Location"] == f"{PAGE}/night-shift"
    with tenancy.organization(cast.acme.pk):
        change_role(Member.objects.get(pk=cast.agent.member.pk), "night-shift", by=cast.owner.actor)
    ticked = held(cast, cast.agent) - {P.NOTE_VIEW, P.NOTE_CREATE} | {P.TAG_MANAGE}
    fields = {"name": "Night", "inherits": "support_agent", "permissions": [*ticked], "description": "After ten"}
    assert client.post(f"{PAGE}/night-shift", fields).status_code == 302
    assert held(cast, cast.agent) == ticked
    page = client.get(f"{PAGE}/night-shift").content.decode()
    assert cast.agent.member.name in page
    assert "After ten" in page
    refused = client.post(f"{PAGE}/night-shift/removal", {"moves_to": ""})
    assert (refused.status_code, "Choose the role that they get" in refused.content.decode()) == (409, True)
    assert client.post(f"{PAGE}/night-shift/removal", {"moves_to": "viewer"}).status_code == 302
    assert P.TICKET_VIEW_ALL in held(cast, cast.agent)
    assert client.get(f"{PAGE}/night-shift").status_code == 404


def test_what_does_not_fit_is_said_and_kept(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    answer = client_of(cast.owner).post(PAGE, {"which": "new", "name": "Owner", "inherits": "viewer"})
    assert answer.status_code == 422
    assert "Another role has this name." in answer.content.decode()


def test_a_change_is_felt_at_the_next_press(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    """Of the page and of what is kept of it: no sign-in, no waiting."""
    role = own_role(cast, cast.agent, adds=[P.SETTINGS_OPEN])
    agent, owner = client_of(cast.agent), client_of(cast.owner)
    assert agent.get("/acme/settings/members").status_code == 200
    fields = {"name": role.name, "inherits": "support_agent", "permissions": [P.DESK_OPEN, P.TICKET_VIEW]}
    assert owner.post(f"{PAGE}/{role.key}", fields).status_code == 302
    assert agent.get("/acme/settings/members").status_code == 403
    assert agent.get("/acme/desk/").status_code == 200


def test_what_is_ticked_in_vain_is_said(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    role, owner = own_role(cast), client_of(cast.owner)
    fields = {"name": role.name, "inherits": "support_agent", "permissions": [P.DESK_OPEN, P.TICKET_VIEW_ALL]}
    page = owner.post(f"{PAGE}/{role.key}", fields, follow=True).content.decode()
    assert "needs something that the role lacks: See all tickets." in page
    assert "no role inherits from it" in owner.get(f"{PAGE}/owner").content.decode()


def test_managers_look_and_do_not_touch(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    with tenancy.organization(cast.acme.pk):
        change_role(Member.objects.get(pk=cast.agent.member.pk), Role.DEPARTMENT_MANAGER, by=cast.owner.actor)
    role, client = own_role(cast), client_of(cast.agent)
    assert client.get(PAGE).status_code == 200
    page = client.get(f"{PAGE}/{role.key}").content.decode()
    assert "Save role" not in page
    for path in (PAGE, f"{PAGE}/{role.key}", f"{PAGE}/{role.key}/removal"):
        assert client.post(path, {"name": "Mine", "inherits": "viewer"}).status_code == 403
    assert client_of(cast.stranger).get(f"{PAGE}/{role.key}").status_code == 404


def test_why_somebody_can_or_cannot(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    own_role(cast, cast.agent, removes=[P.NOTE_VIEW])
    client = client_of(cast.owner)

    def ask(who: Person, permission: str, ticket: str = "") -> str:
        query = {"member": str(who.member.pk), "permission": permission, "ticket": ticket}
        return client.get(f"{PAGE}/why", query).content.decode()

    assert "Night shift inherits it from Support agent." in ask(cast.agent, P.TICKET_REPLY)
    assert "Night shift takes it away" in ask(cast.agent, P.NOTE_VIEW)
    assert "worth nothing without “See notes”" in ask(cast.agent, P.NOTE_CREATE)
    assert "Support agent does not allow it." in ask(cast.other_agent, P.TAG_MANAGE)
    assert "in one of their departments" in ask(cast.agent, P.TICKET_REPLY, f"TKT-{cast.ticket.number}")
    assert "They do not see" in ask(cast.other_agent, P.TICKET_REPLY, f"TKT-{cast.ticket.number}")
    unknown = ask(cast.agent, P.TICKET_REPLY, "TKT-999")
    assert ("There is no ticket" in unknown, "can: Answer customers" in unknown) == (True, True), "two answers, not one"
    assert 'id="f-member-error"' in client.get(f"{PAGE}/why?member=&permission={P.TICKET_REPLY}").content.decode()
    assert "Choose a member" in client.get(f"{PAGE}/why?member=nonsense&permission=nonsense").content.decode()
    assert client_of(cast.other_agent).get(f"{PAGE}/why").status_code == 403
