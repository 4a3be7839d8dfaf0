"""Invitations and members through the API."""

import json
import uuid
from collections.abc import Callable

import pytest

from moondesk.channels.models import OutgoingMail
from moondesk.kit import tenancy
from moondesk.organizations.actions import set_active
from moondesk.organizations.models import Invitation, Member
from moondesk.organizations.permissions import Role
from moondesk.organizations.queries import member_actor
from tests import factories
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def test_a_program_invites_sends_again_and_takes_back(cast: Cast, token_of: Callable[..., str]) -> None:
    program = Program(token_of(cast.administrator))
    both = [str(cast.flights.pk), str(cast.hotels.pk)]
    new = {"email": "Nina@x.test", "name": "Nina", "role": "support_agent", "departments": both}
    made = program.post("/invitations", new)
    first = json.loads(made.content)
    assert (made.status_code, first["email"], first["departments"]) == (201, "nina@x.test", both)
    assert (first["invited_by"], first["is_expired"]) == (str(cast.administrator.member.pk), False)
    assert json.loads(program.get(made["Location"].removeprefix("/api/v1")).content) == first
    again = json.loads(program.post(f"/invitations/{first['id']}/sendings").content)
    assert [one["id"] for one in json.loads(program.get("/invitations").content)["items"]] == [again["id"]]
    assert again["departments"] == both
    assert program.delete(f"/invitations/{again['id']}").status_code == 204
    is_problem(program.delete(f"/invitations/{again['id']}"), 404, "not_found")
    with tenancy.organization(cast.acme.pk):
        assert OutgoingMail.objects.filter(invitation__isnull=False).count() == 2
        assert not Invitation.objects.filter(revoked_at=None).exists()


def test_what_cannot_be_invited_is_told_with_its_code(cast: Cast, token_of: Callable[..., str]) -> None:
    program = Program(token_of(cast.administrator))

    def invite(email: str, role: str = "viewer", **more: object) -> object:
        return program.post("/invitations", {"email": email, "role": role, **more})

    assert is_problem(invite("ana@acme.test"), 409, "already_member")["is_active"] is True
    is_problem(invite("x@x.test", "owner"), 403, "more_than_own")
    is_problem(invite("x@x.test", "customer"), 422, "invalid_organization")
    is_problem(invite("nobody"), 422, "invalid_organization")
    is_problem(invite("x@x.test", departments=[str(uuid.UUID(int=1))]), 404, "reference_not_found")
    is_problem(Program(token_of(cast.agent)).get("/invitations"), 403, "not_allowed")
    with tenancy.organization(cast.globex.pk):
        foreign = factories.make_invitation()
    is_problem(program.delete(f"/invitations/{foreign.pk}"), 404, "not_found")


def test_a_program_changes_members_within_its_own_rights(cast: Cast, token_of: Callable[..., str]) -> None:
    program = Program(token_of(cast.administrator))
    place = f"/members/{cast.agent.member.pk}"
    tag = program.get(place)["ETag"]
    changed = program.patch(place, {"role": "viewer", "departments": [str(cast.hotels.pk)]}, If_Match=tag)
    shown = json.loads(changed.content)
    assert (shown["roles"], shown["departments"]) == (["viewer"], [str(cast.hotels.pk)])
    is_problem(program.patch(place, {"role": "owner"}, If_Match=changed["ETag"]), 403, "more_than_own")
    is_problem(
        program.patch(f"/members/{cast.stranger.member.pk}", {"role": "viewer"}, If_Match=tag), 404, "member_not_found"
    )
    with tenancy.organization(cast.acme.pk):
        factories.make_member(factories.make_user(), roles=[Role.OWNER])
        set_active(Member.objects.get(pk=cast.owner.member.pk), False, by=member_actor(Member.objects.last()))
        set_active(Member.objects.get(pk=cast.agent.member.pk), False, by=cast.administrator.actor)
    is_problem(program.post(f"/members/{cast.owner.member.pk}/reactivation"), 403, "more_than_own")
    assert json.loads(program.post(f"{place}/reactivation").content)["is_active"] is True
