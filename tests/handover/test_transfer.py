"""Handing an organization on: who may, to whom, what both have afterwards, and what ends an offer before."""

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
import time_machine
from allauth.account.models import EmailAddress

from moondesk.events.models import Event
from moondesk.handover.actions import Heirs, accept_ownership, deactivate_member, leave_organization
from moondesk.handover.jobs import end_offers
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import DomainError, NotAllowed
from moondesk.organizations import actions
from moondesk.organizations.actions.deletion import begin_deletion
from moondesk.organizations.actions.suspension import set_suspended
from moondesk.organizations.actions.transfer import Handing, decline_offer, offer_ownership, withdraw_offer
from moondesk.organizations.actor import Actor, ActorKind
from moondesk.organizations.errors import (
    InvalidOrganization,
    NoTransfer,
    ProofNeeded,
    TransferBlocked,
    TransferUnderWay,
)
from moondesk.organizations.models import Invitation, Member, Organization
from moondesk.organizations.permissions import Role
from moondesk.organizations.transfer import candidates, standing_offer, unanswered_offer
from moondesk.organizations.transfer_models import OwnershipOffer
from tests import factories
from tests.handover.transferring import offer, roles_of
from tests.harness.events import told
from tests.harness.people import Cast, Person
from tests.tickets.test_at_once import at_once
from tests.web.account.test_second_factor_asked import ask
from tests.web.console_doors import give_second_factor

pytestmark = pytest.mark.django_db


def ending_of(found: OwnershipOffer) -> str:
    found.refresh_from_db()
    return found.ending


def test_both_sides_agree_and_change_places(in_acme: Cast) -> None:
    found = offer(in_acme)
    assert roles_of(in_acme.owner) == ["owner"], "an offer alone changes nothing"
    invitation, _secret = actions.invite_member("nina@acme.test", Role.OWNER, by=in_acme.owner.actor)
    accept_ownership(by=in_acme.agent.actor)
    assert (roles_of(in_acme.owner), roles_of(in_acme.agent)) == (["administrator"], ["owner"])
    assert (ending_of(found), standing_offer()) == ("accepted", None)
    assert told(found) == ["organization.transfer_offered", "organization.transferred"]
    last = Event.objects.get(name="organization.transferred")
    giver, taker = str(found.offered_by_id), str(found.offered_to_id)
    assert (last.data["before"], last.data["after"]) == ({"owner": giver}, {"owner": taker})
    assert last.actor_id == found.offered_to_id
    changes = Event.objects.filter(name="member.changed", data__field="roles").values_list("data__old", "data__new")
    assert set(changes) == {("support_agent", "owner"), ("owner", "administrator")}
    assert Invitation.objects.get(pk=invitation.pk).revoked_at is not None
    with pytest.raises(NoTransfer):
        accept_ownership(by=in_acme.agent.actor)


def test_who_hands_on_may_leave(in_acme: Cast) -> None:
    token = factories.make_token(in_acme.owner.member)
    offer(in_acme, keeps="")
    accept_ownership(by=in_acme.agent.actor)
    gone = Member.objects.get(pk=in_acme.owner.member.pk)  # type: ignore[union-attr]
    assert (gone.is_active, gone.roles) == (False, ["viewer"]), "who comes back is no owner again"
    token.token.refresh_from_db()
    assert token.token.revoked_at is not None
    assert "member.left" in told(gone)
    assert roles_of(in_acme.agent) == ["owner"]


@pytest.mark.parametrize(
    ("who", "error"), [("administrator", NotAllowed), ("agent", NotAllowed), ("employee", NotAllowed)]
)
def test_only_an_owner_offers_and_withdraws(in_acme: Cast, who: str, error: type[Exception]) -> None:
    person: Person = in_acme.people[who]
    with pytest.raises(error):
        offer_ownership(Handing(in_acme.viewer.member.pk, "viewer", "Acme Travel"), by=person.actor)  # type: ignore[union-attr]
    offer(in_acme)
    with pytest.raises(error):
        withdraw_offer(by=person.actor)


def token_actor(person: Person) -> Actor:
    return replace(person.actor, kind=ActorKind.TOKEN)


def test_no_token_does_any_of_it(in_acme: Cast) -> None:
    with pytest.raises(ProofNeeded):
        offer_ownership(Handing(in_acme.agent.member.pk, "viewer", "Acme Travel"), by=token_actor(in_acme.owner))  # type: ignore[union-attr]
    offer(in_acme)
    for act in (accept_ownership, decline_offer):
        with pytest.raises(ProofNeeded):
            act(by=token_actor(in_acme.agent))
    with pytest.raises(ProofNeeded):
        withdraw_offer(by=token_actor(in_acme.owner))


@pytest.mark.parametrize(
    ("to", "keeps", "name", "field"),
    [
        ("owner", "administrator", "Acme Travel", "to"),
        ("employee", "administrator", "Acme Travel", "to"),
        ("nobody", "administrator", "Acme Travel", "to"),
        ("agent", "owner", "Acme Travel", "keeps"),
        ("agent", "customer", "Acme Travel", "keeps"),
        ("agent", "nonsense", "Acme Travel", "keeps"),
        ("agent", "administrator", "Acme", "name"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(in_acme: Cast, to: str, keeps: str, name: str, field: str) -> None:
    person = in_acme.people.get(to)
    wanted = Handing(person.member.pk if person and person.member else None, keeps, name)
    with pytest.raises(InvalidOrganization) as caught:
        offer_ownership(wanted, by=in_acme.owner.actor)
    assert set(caught.value.fields) == {field}
    assert standing_offer() is None


def test_who_was_deactivated_or_never_confirmed_an_address_is_not_chosen(in_acme: Cast) -> None:
    EmailAddress.objects.filter(user=in_acme.agent.user).update(verified=False)
    actions.set_active(in_acme.viewer.member, False, by=in_acme.owner.actor)
    for person in (in_acme.agent, in_acme.viewer):
        with pytest.raises(InvalidOrganization):
            offer(in_acme, person)
    found = {one.member.name: one.obstacle for one in candidates(in_acme.owner.actor)}
    assert found == {"Adam Admin": None, "Ana Agent": "unproven", "Bo Other": None}


def test_who_lacks_the_second_factor_that_owners_are_asked_for_waits(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        offer(cast)
    ask(cast, "owner")
    with tenancy.organization(cast.acme.pk):
        with pytest.raises(TransferBlocked):
            accept_ownership(by=cast.agent.actor)
        assert standing_offer() is not None, "it waits until they mend that"
        give_second_factor(cast.agent.user)
        accept_ownership(by=cast.agent.actor)
        assert roles_of(cast.agent) == ["owner"]


def test_one_offer_at_a_time_and_any_owner_withdraws_it(in_acme: Cast) -> None:
    first = offer(in_acme)
    with pytest.raises(TransferUnderWay):
        offer(in_acme, in_acme.administrator)
    actions.change_role(in_acme.viewer.member, Role.OWNER, by=in_acme.owner.actor)  # type: ignore[arg-type]
    withdraw_offer(by=in_acme.viewer.actor)
    assert ending_of(first) == "withdrawn"
    with pytest.raises(NoTransfer):
        accept_ownership(by=in_acme.agent.actor)
    with pytest.raises(NoTransfer):
        withdraw_offer(by=in_acme.owner.actor)
    assert offer(in_acme, in_acme.administrator).ending == ""


def test_it_is_declined_by_whom_it_is_made_to_alone(in_acme: Cast) -> None:
    found = offer(in_acme)
    for act in (decline_offer, accept_ownership):
        with pytest.raises(NoTransfer):
            act(by=in_acme.administrator.actor)
    decline_offer(by=in_acme.agent.actor)
    assert ending_of(found) == "declined"
    assert (roles_of(in_acme.owner), roles_of(in_acme.agent)) == (["owner"], ["support_agent"])


def test_after_a_week_it_is_over(in_acme: Cast) -> None:
    found = offer(in_acme)
    with time_machine.travel(now() + datetime.timedelta(days=7, minutes=1)):
        assert standing_offer() is None
        with pytest.raises(NoTransfer):
            accept_ownership(by=in_acme.agent.actor)
        assert unanswered_offer() is not None
        second = offer(in_acme, in_acme.administrator)
    assert ending_of(found) == "expired", "the new one ends what nobody answered"
    assert told(found)[-1] == "organization.transfer_ended"
    assert ending_of(second) == ""


def test_the_hourly_round_ends_what_is_over(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        found = offer(cast)
    end_offers()
    with tenancy.organization(cast.acme.pk):
        assert ending_of(found) == ""
        cast.agent.user.is_active = False
        cast.agent.user.save()
    end_offers()
    with tenancy.organization(cast.acme.pk):
        assert ending_of(found) == "taker"


def leaves(cast: Cast) -> None:
    actions.change_role(cast.viewer.member, Role.OWNER, by=cast.owner.actor)  # type: ignore[arg-type]
    leave_organization(by=cast.owner.actor)


def is_demoted(cast: Cast) -> None:
    actions.change_role(cast.viewer.member, Role.OWNER, by=cast.owner.actor)  # type: ignore[arg-type]
    actions.change_role(cast.owner.member, Role.VIEWER, by=cast.viewer.actor)  # type: ignore[arg-type]


def taker_goes(cast: Cast) -> None:
    deactivate_member(Member.objects.get(pk=cast.agent.member.pk), Heirs(), by=cast.owner.actor)  # type: ignore[union-attr]


def taker_becomes_owner(cast: Cast) -> None:
    actions.change_role(cast.agent.member, Role.OWNER, by=cast.owner.actor)  # type: ignore[arg-type]


def taker_leaves_the_desk(cast: Cast) -> None:
    actions.change_role(cast.agent.member, Role.EMPLOYEE, by=cast.owner.actor)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("happens", "ending"),
    [
        (leaves, "giver"),
        (is_demoted, "giver"),
        (taker_goes, "taker"),
        (taker_becomes_owner, "taker"),
        (taker_leaves_the_desk, "taker"),
        (lambda cast: begin_deletion("Acme Travel", by=cast.owner.actor), "closed"),
        (lambda _cast: set_suspended(now()), "closed"),
    ],
)
def test_it_ends_when_either_side_or_the_organization_is_not_what_it_was(
    in_acme: Cast, happens: Callable[[Cast], object], ending: str
) -> None:
    found = offer(in_acme)
    happens(in_acme)
    assert ending_of(found) == ending
    assert told(found)[-1] == "organization.transfer_ended"


def test_an_offer_ends_with_the_role_that_its_owner_would_keep(in_acme: Cast) -> None:
    role = actions.create_role(actions.RoleDraft("Second line", "support_agent"), by=in_acme.owner.actor)
    found = offer(in_acme, keeps=role.key)
    actions.delete_role(role, by=in_acme.owner.actor)
    assert (ending_of(found), found.keeps) == ("role", role.key), "nobody keeps another role than they agreed to"
    assert told(found)[-1] == "organization.transfer_ended"
    with pytest.raises(NoTransfer):
        accept_ownership(by=in_acme.agent.actor)


@pytest.mark.django_db(transaction=True)
def test_two_acceptances_at_once_make_one_owner(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        offer(cast)
        by = cast.agent.actor
    results = at_once(cast, *[lambda: accept_ownership(by=by)] * 2)
    assert sorted(type(one) for one in results if one is not None) == [NoTransfer]
    with tenancy.organization(cast.acme.pk):
        assert (roles_of(cast.owner), roles_of(cast.agent)) == (["administrator"], ["owner"])
        assert Event.objects.filter(name="organization.transferred").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rival", ["withdraw", "leave", "deactivate", "delete"])
def test_accepted_while_it_is_taken_away_is_one_or_the_other(cast: Cast, rival: str) -> None:
    with tenancy.organization(cast.acme.pk):
        found = offer(cast)
        giver, taker = cast.owner.actor, cast.agent.actor
        member = Member.objects.get(pk=taker.member_id)
    rivals: dict[str, Callable[[], object]] = {
        "withdraw": lambda: withdraw_offer(by=giver),
        "leave": lambda: leave_organization(by=giver),
        "deactivate": lambda: deactivate_member(member, Heirs(), by=giver),
        "delete": lambda: begin_deletion("Acme Travel", by=giver),
    }
    results = at_once(cast, lambda: accept_ownership(by=taker), rivals[rival])
    assert all(one is None or isinstance(one, (DomainError, list, Organization)) for one in results), results
    with tenancy.organization(cast.acme.pk):
        owning = [one.pk for one in Member.objects.filter(is_active=True, roles__contains=["owner"])]
        accepted = ending_of(found) == "accepted"
        assert owning == [taker.member_id if accepted else giver.member_id]
        assert Organization.objects.get().is_closed is (rival == "delete" and not accepted)


@pytest.mark.django_db(transaction=True)
def test_two_offers_at_once_are_one(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        actions.change_role(cast.viewer.member, Role.OWNER, by=cast.owner.actor)  # type: ignore[arg-type]
        wanted = Handing(cast.agent.member.pk, "viewer", "Acme Travel")  # type: ignore[union-attr]
        first, second = cast.owner.actor, cast.viewer.actor
    results = at_once(cast, lambda: offer_ownership(wanted, by=first), lambda: offer_ownership(wanted, by=second))
    assert sorted(type(one).__name__ for one in results) == ["OwnershipOffer", "TransferUnderWay"]
