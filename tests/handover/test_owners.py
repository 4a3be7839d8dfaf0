"""Making and unmaking owners without an offer: by a person who proves it, and told to all owners."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from moondesk.events.models import Event
from moondesk.events.registry import find_reaction
from moondesk.handover.actions import Heirs, accept_ownership, deactivate_member, leave_organization
from moondesk.kit import tenancy
from moondesk.notifications.models import Notification
from moondesk.organizations import actions
from moondesk.organizations.actions.offers import settle_offer
from moondesk.organizations.actor import ActorKind, system_actor
from moondesk.organizations.errors import InvalidOrganization, InvitationExpired, NoTransfer, ProofNeeded
from moondesk.organizations.models import Invitation, Member
from moondesk.organizations.permissions import Role
from moondesk.web.account.mails import compose
from tests import factories
from tests.handover.transferring import offer, roles_of
from tests.harness.people import Cast, Person
from tests.operating.test_deletion import prove_again, with_password
from tests.web.account.test_second_factor_asked import ask
from tests.web.account.test_signing_in import queued
from tests.web.console_doors import give_second_factor

pytestmark = pytest.mark.django_db
MEMBERS, HEADERS = "/acme/settings/members", {"Moondesk-Organization": "acme"}
OWNER = {"role": "owner"}


def member_of(person: Person) -> Member:
    assert person.member is not None
    return Member.objects.get(pk=person.member.pk)


def second_owner(cast: Cast) -> None:
    actions.change_role(member_of(cast.viewer), Role.OWNER, by=cast.owner.actor)


def test_no_token_makes_or_unmakes_an_owner(in_acme: Cast) -> None:
    second_owner(in_acme)
    by = replace(in_acme.owner.actor, kind=ActorKind.TOKEN)
    for attempt in (
        lambda: actions.change_role(member_of(in_acme.agent), Role.OWNER, by=by),
        lambda: actions.change_role(member_of(in_acme.viewer), Role.VIEWER, by=by),
        lambda: actions.set_active(member_of(in_acme.viewer), False, by=by),
        lambda: deactivate_member(member_of(in_acme.viewer), Heirs(), by=by),
        lambda: actions.invite_member("nina@acme.test", Role.OWNER, by=by),
    ):
        with pytest.raises(ProofNeeded):
            attempt()
    assert (roles_of(in_acme.agent), roles_of(in_acme.viewer)) == (["support_agent"], ["owner"])
    assert not Invitation.objects.exists()
    actions.change_role(member_of(in_acme.agent), Role.VIEWER, by=by)
    actions.change_role(member_of(in_acme.agent), Role.OWNER, by=system_actor(in_acme.acme.pk))
    assert roles_of(in_acme.agent) == ["owner"], "Moondesk itself is no token"


def test_a_role_that_is_deleted_makes_nobody_owner(in_acme: Cast) -> None:
    role = actions.create_role(actions.RoleDraft("Second line", "support_agent"), by=in_acme.owner.actor)
    actions.change_role(member_of(in_acme.agent), role.key, by=in_acme.owner.actor)
    with pytest.raises(InvalidOrganization):
        actions.delete_role(role, by=in_acme.owner.actor, moves_to="owner")
    assert roles_of(in_acme.agent) == [role.key]


def test_who_lacks_the_second_factor_that_owners_are_asked_for_is_not_made_one(cast: Cast) -> None:
    ask(cast, "owner")
    with tenancy.organization(cast.acme.pk):
        with pytest.raises(InvalidOrganization) as caught:
            second_owner(cast)
        assert set(caught.value.fields) == {"role"}
        give_second_factor(cast.viewer.user)
        second_owner(cast)
        assert roles_of(cast.viewer) == ["owner"]


def test_nor_who_was_one_and_comes_back(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        second_owner(cast)
        actions.set_active(member_of(cast.viewer), False, by=cast.owner.actor)
    ask(cast, "owner")
    with tenancy.organization(cast.acme.pk):
        with pytest.raises(InvalidOrganization):
            actions.set_active(member_of(cast.viewer), True, by=cast.owner.actor)
        assert not member_of(cast.viewer).is_active
        give_second_factor(cast.viewer.user)
        actions.set_active(member_of(cast.viewer), True, by=cast.owner.actor)
        assert member_of(cast.viewer).is_active


def test_nor_who_accepts_an_invitation_and_not_in_an_old_session(cast: Cast, client_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        _found, secret = actions.invite_member("nina@acme.test", Role.OWNER, by=cast.owner.actor)
    nina = Person(factories.make_user("nina@acme.test", name="Nina New"), cast.acme)
    page, client = f"/acme/invitations/{secret}", client_of(with_password(nina))
    assert client.post(page)["Location"].startswith("/accounts/reauthenticate/?next=%2Facme%2Finvitations%2F")
    prove_again(client, nina)
    ask(cast, "owner")
    refused = client.post(page)
    assert refused.status_code == 409
    assert "Set up a second step for your account first" in refused.content.decode()
    with tenancy.organization(cast.acme.pk):
        assert not Member.objects.filter(user=nina.user).exists()
        assert Invitation.objects.get().accepted_at is None, "it stays"
    give_second_factor(nina.user)
    prove_again(client, nina)
    assert client.post(page)["Location"] == "/acme/desk/"
    with tenancy.organization(cast.acme.pk):
        assert Member.objects.get(user=nina.user).roles == ["owner"]


def test_the_pages_ask_an_owner_for_a_fresh_proof(cast: Cast, client_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        second_owner(cast)
        invitation = factories.make_invitation()
        Invitation.objects.filter(pk=invitation.pk).update(role="owner")
    assert cast.agent.member
    assert cast.viewer.member
    owner = client_of(with_password(cast.owner))
    places: tuple[tuple[str, dict[str, str]], ...] = (
        (f"{MEMBERS}/{cast.agent.member.pk}/role", OWNER),
        (f"{MEMBERS}/{cast.viewer.member.pk}/role", {"role": "viewer"}),
        (f"{MEMBERS}/{cast.viewer.member.pk}/activity", {"active": "0"}),
        (f"{MEMBERS}/{cast.viewer.member.pk}/deactivation", {"tickets_to": "nobody"}),
        (f"{MEMBERS}/invitations", {"email": "nina@acme.test", **OWNER}),
        (f"{MEMBERS}/invitations/{invitation.pk}", {"do": "resend"}),
    )
    asked = "/accounts/reauthenticate/?next=%2Facme%2Fsettings%2Fmembers"
    for place, given in places:
        assert owner.post(place, given)["Location"] == asked, place
        assert owner.post(place, given, headers={"HX-Request": "true"})["HX-Redirect"] == asked
    with tenancy.organization(cast.acme.pk):
        assert (roles_of(cast.agent), roles_of(cast.viewer)) == (["support_agent"], ["owner"])
        assert Invitation.objects.filter(revoked_at=None).count() == 1
    assert owner.post(f"{MEMBERS}/{cast.agent.member.pk}/role", {"role": "viewer"})["Location"] == MEMBERS
    prove_again(owner, cast.owner)
    assert owner.post(*places[0])["Location"] == MEMBERS
    assert owner.post(*places[1])["Location"] == MEMBERS
    assert owner.post(*places[4])["Location"] == MEMBERS
    with tenancy.organization(cast.acme.pk):
        assert (roles_of(cast.agent), roles_of(cast.viewer)) == (["owner"], ["viewer"])


def test_the_api_asks_for_a_session_and_a_fresh_proof(cast: Cast, client_of: Any, token_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        second_owner(cast)
    assert cast.agent.member
    assert cast.viewer.member
    agent, viewer = (f"/api/v1/members/{one.member.pk}" for one in (cast.agent, cast.viewer) if one.member)
    calls: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("patch", agent, OWNER),
        ("patch", viewer, {"role": "viewer"}),
        ("post", f"{viewer}/deactivation", {}),
        ("post", "/api/v1/invitations", {"email": "nina@acme.test", **OWNER}),
    )

    def call(client: Client, method: str, path: str, given: dict[str, Any], **headers: str) -> Any:
        return getattr(client, method)(path, given, content_type="application/json", headers=HEADERS | headers)

    bearer = {"Authorization": f"Bearer {token_of(cast.owner)}"}
    owner = client_of(with_password(cast.owner))
    for one in calls:
        for client, headers in ((Client(), bearer), (owner, {})):
            refused = call(client, *one, **headers)
            assert (refused.status_code, refused.json()["code"]) == (403, "proof_needed"), (one, headers)
    prove_again(owner, cast.owner)
    assert [call(owner, *one).status_code for one in calls] == [200, 200, 200, 201]


def told(event: Event) -> tuple[list[str], set[str]]:
    """Let a change be told, twice as may be; return who gets a mail and whose bell says it."""
    before = len(queued())
    for name in (
        "moondesk.web.account.telling_ownership.mail_of_owners",
        "moondesk.notifications.reactions.tell_of_owners",
    ):
        reaction = find_reaction(event.name, name)
        assert reaction
        reaction(event)
        reaction(event)
    rung = Notification.objects.filter(kind="owners", subject_id=event.pk)
    jobs = queued()[before:]
    for language in ("en", "es"):
        with translation.override(language):
            for job in jobs:
                names = ("kind", "recipient", "user_id", "organization", "about")
                mail = compose(**{name: job[name] for name in names})
                assert mail is not None
                assert event.data["label"] in mail.subject
                assert "%(" not in mail.text
    return sorted(job["recipient"] for job in jobs), set(rung.values_list("member__name", flat=True))


def changes() -> list[Event]:
    return list(Event.objects.filter(name="organization.owners_changed").order_by("id"))


def test_all_owners_hear_of_each_way_to_become_owner_or_to_be_none(in_acme: Cast) -> None:
    second_owner(in_acme)
    everybody = ["olivia@acme.test", "vera@acme.test"]
    assert told(changes()[-1]) == (everybody, {"Vera Viewer"})
    _invitation, secret = actions.invite_member("nina@acme.test", Role.OWNER, by=in_acme.owner.actor)
    assert told(changes()[-1]) == (everybody, {"Vera Viewer"})
    actions.accept_invitation(secret, factories.make_user("nina@acme.test", name="Nina New"))
    assert told(changes()[-1])[0] == ["nina@acme.test", *everybody]
    actions.set_active(member_of(in_acme.viewer), False, by=in_acme.owner.actor)
    assert told(changes()[-1])[0] == ["nina@acme.test", *everybody]
    actions.set_active(member_of(in_acme.viewer), True, by=in_acme.owner.actor)
    actions.change_role(member_of(in_acme.viewer), Role.VIEWER, by=in_acme.owner.actor)
    assert told(changes()[-1])[0] == ["nina@acme.test", *everybody]
    leave_organization(by=in_acme.owner.actor)
    said = [one.data["change"] for one in changes()]
    assert said == ["made", "invited", "made", "unmade", "made", "unmade", "unmade"]
    assert told(changes()[-1])[0] == ["nina@acme.test", "olivia@acme.test"]


def test_an_account_that_is_switched_off_ends_what_its_owner_offered_and_promised(in_acme: Cast) -> None:
    found = offer(in_acme)
    _invitation, secret = actions.invite_member("nina@acme.test", Role.VIEWER, by=in_acme.owner.actor)
    in_acme.owner.user.is_active = False
    in_acme.owner.user.save()
    with pytest.raises(NoTransfer):
        accept_ownership(by=in_acme.agent.actor)
    settle_offer(by=system_actor(in_acme.acme.pk))
    found.refresh_from_db()
    assert found.ending == "giver"
    with pytest.raises(InvitationExpired):
        actions.accept_invitation(secret, factories.make_user("nina@acme.test"))
