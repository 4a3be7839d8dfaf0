"""Managers of categories and types: an owner chooses what they manage, and that much they see, by every door."""

from collections.abc import Callable

import pytest
from django.test import Client

from moondesk.kit import tenancy
from moondesk.organizations.actions import change_managed, change_role
from moondesk.organizations.errors import MoreThanOwn
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission, Role
from moondesk.organizations.queries import member_actor
from moondesk.tickets.models import Category, Ticket
from tests import factories
from tests.factories_lasting import make_custom_role
from tests.harness.people import Cast, Person

pytestmark = pytest.mark.django_db


def test_each_door_opens_and_closes_with_what_is_managed(
    cast: Cast, client_of: Callable[[Person], Client], token_of: Callable[..., str]
) -> None:
    """Bo works in Hotels; Carla's ticket is in Flights."""
    with tenancy.organization(cast.acme.pk):
        category = Category.objects.earliest("position")
        Ticket.objects.filter(pk=cast.ticket.pk).update(category=category)
        change_role(Member.objects.get(pk=cast.other_agent.member.pk), Role.CATEGORY_MANAGER, by=cast.owner.actor)
    owner, bo, number = client_of(cast.owner), client_of(cast.other_agent), f"TKT-{cast.ticket.number}"
    headers = {"Authorization": f"Bearer {token_of(cast.other_agent)}"}

    def doors() -> list[bool]:
        api, desk = Client(), "/acme/desk"
        found = api.get("/api/v1/search?q=status:open", headers=headers).content.decode()
        return [
            bo.get(f"{desk}/tickets/{number}").status_code == 200,
            cast.ticket.subject in bo.get(f"{desk}/?view=all").content.decode(),
            api.get(f"/api/v1/tickets/{number}", headers=headers).status_code == 200,
            cast.ticket.subject in api.get("/api/v1/tickets", headers=headers).content.decode(),
            cast.ticket.subject in found,
            api.patch(
                f"/api/v1/tickets/{number}", {"priority": "low"}, content_type="application/json", headers=headers
            ).status_code == 200,
        ]  # fmt: skip

    path = f"/acme/settings/members/{cast.other_agent.member.pk}/managed"
    assert doors() == [False] * 6
    assert owner.post(path, {"categories": [str(category.pk)], "types": []}).status_code == 302
    assert f'value="{category.pk}" checked' in owner.get("/acme/settings/members").content.decode()
    assert doors() == [True] * 6
    assert owner.post(path, {"types": [cast.ticket.type]}).status_code == 302
    assert doors() == [True] * 6
    assert owner.post(path, {}).status_code == 302
    assert doors() == [False] * 6
    assert owner.post(path, {"types": ["nonsense"]}).status_code == 422
    assert bo.post(path, {"types": ["incident"]}).status_code == 403


def test_nobody_widens_one_who_may_do_more(in_acme: Cast) -> None:
    keeper = make_custom_role("Keeper", adds=[Permission.MEMBER_MANAGE])
    by, mighty = member_actor(factories.make_member(roles=[keeper.key])), in_acme.administrator.member  # type: ignore[list-item]
    with pytest.raises(MoreThanOwn):
        change_managed(mighty, [], ["incident"], by=by)
