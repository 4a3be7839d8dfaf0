"""The pages of members, through their doors."""

import pytest

from moondesk.kit import tenancy
from moondesk.organizations.actions import set_active
from moondesk.organizations.models import Invitation, Member, MemberDepartment
from moondesk.organizations.permissions import Role
from tests.harness.people import Cast
from tests.operating.test_deletion import prove_again, with_password

pytestmark = pytest.mark.django_db


def member(cast: Cast, person) -> Member:
    with tenancy.organization(cast.acme.pk):
        return Member.objects.get(pk=person.member.pk)


def test_an_invitation_is_written_and_mailed_once(cast: Cast, client_of) -> None:
    client = client_of(cast.owner)
    answer = client.post(
        "/acme/settings/members/invitations", {"email": "New@Acme.Test", "role": "support_agent", "department": ""}
    )
    assert answer.status_code == 302
    with tenancy.organization(cast.acme.pk):
        invitation = Invitation.objects.get(revoked_at=None)
        assert (invitation.email, invitation.role) == ("new@acme.test", "support_agent")
    page = client.get("/acme/settings/members").content.decode()
    assert "new@acme.test" in page


def test_inviting_again_makes_the_first_link_stop_working(cast: Cast, client_of) -> None:
    client = client_of(cast.owner)
    fields = {"email": "new@acme.test", "role": "viewer", "department": ""}
    client.post("/acme/settings/members/invitations", fields)
    with tenancy.organization(cast.acme.pk):
        first = Invitation.objects.get()
    client.post(f"/acme/settings/members/invitations/{first.pk}", {"do": "resend"})
    with tenancy.organization(cast.acme.pk):
        first.refresh_from_db()
        assert first.revoked_at is not None
        assert Invitation.objects.filter(revoked_at=None).count() == 1


def test_a_member_cannot_be_invited_and_what_was_typed_stays(cast: Cast, client_of) -> None:
    answer = client_of(cast.owner).post(
        "/acme/settings/members/invitations",
        {"which": "invite", "email": cast.agent.user.email, "role": "viewer", "department": ""},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This person is a member already." in page
    assert f"\n{cast.agent.user.email}</textarea>" in page


def test_a_pasted_list_invites_whom_it_can_and_says_why_not_the_others(cast: Cast, client_of) -> None:
    client = client_of(cast.owner)
    with tenancy.organization(cast.acme.pk):
        set_active(Member.objects.get(pk=cast.viewer.member.pk), False, by=cast.owner.actor)
    pasted = "Nina New <nina@x.test>, max@x.test\nnobody\nMAX@x.test;ana@acme.test\nvera@acme.test"
    places = [str(cast.hotels.pk), str(cast.flights.pk)]
    fields = {"email": pasted, "role": "support_agent", "departments": places}
    answer = client.post("/acme/settings/members/invitations", fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ">\nnobody\nana@acme.test\nvera@acme.test</textarea>" in page
    for said in ("2 people were invited", "looks like name@example.com", "twice in the list", "a member already",
                 "is deactivated", f"members/{cast.viewer.member.pk}/activity"):  # fmt: skip
        assert said in page
    with tenancy.organization(cast.acme.pk):
        found = {one.email: (one.name, set(one.departments)) for one in Invitation.objects.all()}
    both = {cast.hotels.pk, cast.flights.pk}
    assert found == {"nina@x.test": ("Nina New", both), "max@x.test": ("", both)}
    for role, given, status in (("administrator", "x@x.test", 302), ("nonsense", "x@x.test\ny@x.test", 422)):
        fields = {"email": given, "role": role, "departments": [str(cast.stranger.organization.pk)][:0]}
        assert client.post("/acme/settings/members/invitations", fields).status_code == status
    too_many = {"email": ",".join(f"a{at}@x.test" for at in range(51)), "role": "viewer"}
    answer = client.post("/acme/settings/members/invitations", {"which": "invite", **too_many})
    assert "these are 51" in answer.content.decode()


def test_nobody_invites_many_to_a_role_above_their_own(cast: Cast, client_of) -> None:
    fields = {"email": "x@x.test\ny@x.test", "role": "owner"}
    answer = client_of(cast.administrator).post("/acme/settings/members/invitations", fields)
    assert answer.status_code == 403
    with tenancy.organization(cast.acme.pk):
        assert not Invitation.objects.exists()


def test_an_administrator_cannot_make_an_owner(cast: Cast, client_of) -> None:
    answer = client_of(cast.administrator).post(
        f"/acme/settings/members/{cast.agent.member.pk}/role", {"role": "owner"}
    )
    assert answer.status_code == 403
    assert member(cast, cast.agent).roles == [Role.SUPPORT_AGENT]


def test_the_last_owner_stays(cast: Cast, client_of) -> None:
    client = client_of(with_password(cast.owner))
    prove_again(client, cast.owner)
    assert client.post(f"/acme/settings/members/{cast.owner.member.pk}/role", {"role": "viewer"}).status_code == 409
    assert client.post(f"/acme/settings/members/{cast.owner.member.pk}/activity", {"active": "0"}).status_code == 409
    assert member(cast, cast.owner).is_active


def test_departments_of_a_member_are_replaced(cast: Cast, client_of) -> None:
    answer = client_of(cast.owner).post(
        f"/acme/settings/members/{cast.agent.member.pk}/departments", {"departments": [str(cast.hotels.pk)]}
    )
    assert answer.status_code == 302
    with tenancy.organization(cast.acme.pk):
        places = MemberDepartment.objects.filter(member_id=cast.agent.member.pk)
        assert [place.department_id for place in places] == [cast.hotels.pk]


def test_a_deactivated_member_is_out_at_once(cast: Cast, client_of) -> None:
    agent = client_of(cast.agent)
    assert agent.get("/acme/desk/").status_code == 200
    client_of(cast.owner).post(f"/acme/settings/members/{cast.agent.member.pk}/activity", {"active": "0"})
    assert agent.get("/acme/desk/").status_code == 404


def test_a_foreign_member_is_as_unknown_as_none(cast: Cast, client_of) -> None:
    client = client_of(cast.owner)
    assert client.post(f"/acme/settings/members/{cast.stranger.member.pk}/role", {"role": "viewer"}).status_code == 404


@pytest.mark.parametrize("page", ["organization", "members", "departments"])
def test_agents_have_no_settings(cast: Cast, client_of, page: str) -> None:
    assert client_of(cast.agent).get(f"/acme/settings/{page}").status_code == 403


def test_markup_in_a_name_stays_text(cast: Cast, client_of) -> None:
    with tenancy.organization(cast.acme.pk):
        Member.objects.filter(pk=cast.agent.member.pk).update(name="<script>alert(1)</script>")
    page = client_of(cast.owner).get("/acme/settings/members").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
