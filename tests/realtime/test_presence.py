"""Who is on a ticket: told to those who may see it, and over within ten seconds of the last sign."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from moondesk.realtime.presence import LASTS, Doing, Person, Presences, Sign, read_sign
from tests.harness.people import Person as Played
from tests.harness.running import Desk, wait_until
from tests.realtime.ear import listen, settle

ACME = "?organization=acme"
HERE, TICKET, ANA, BO = (uuid.UUID(int=number) for number in range(1, 5))


def test_signs_are_added_up_and_old_ones_forgotten() -> None:
    moment, changes = [0.0], []
    presences = Presences(lambda *place: changes.append(place), lambda: moment[0])

    def sign(member: uuid.UUID, doing: Doing, tab: str = "a") -> None:
        made = Sign(HERE, TICKET, member, f"Member {member.int}", doing, tab)
        presences.heard(read_sign(made.payload()))

    sign(ANA, Doing.VIEWING)
    sign(ANA, Doing.VIEWING, "b")
    assert len(changes) == 1, "a second tab is no second person"
    sign(ANA, Doing.WRITING, "b")
    assert presences.people(HERE, TICKET) == (Person(ANA, "Member 3", writes=True),)
    moment[0] = LASTS - 0.1
    sign(BO, Doing.VIEWING)
    presences.forget_old()
    assert len(changes) == 3
    moment[0] = LASTS + 0.1
    presences.forget_old()
    assert [one.id for one in presences.people(HERE, TICKET)] == [BO]
    assert presences.people(TICKET, TICKET) == (), "in another organization nobody is"
    sign(BO, Doing.GONE)
    assert (presences.tickets(HERE), len(changes)) == ([], 5)
    assert LASTS + 1 < 10


@pytest.mark.django_db(transaction=True)
def test_only_who_may_see_the_ticket_hears_who_is_on_it(
    desk: Desk, client_of: Callable[[Played | None], Any], token_of: Callable[[Played], str]
) -> None:
    cast, name = desk.cast, settings.SESSION_COOKIE_NAME

    def cookie(person: Played) -> dict[str, str]:
        return {"Cookie": f"{name}={client_of(person).cookies[name].value}"}

    def sign(person: Played, doing: str) -> int:
        place = f"/acme/desk/tickets/{cast.ticket.number}/presence"
        return int(client_of(person).post(place, {"doing": doing, "tab": "x"}).status_code)

    with (
        listen(desk.server, ACME, **cookie(cast.owner)) as olivia,
        listen(desk.server, ACME, **cookie(cast.other_agent)) as bo,
        listen(desk.server, ACME, **cookie(cast.customer)) as carla,
    ):
        assert sign(cast.agent, "writing") == 204
        olivia.wait_for("presence")
        ana = {"id": str(cast.agent.member.pk), "name": "Ana Agent", "writing": True}
        assert olivia.said[-1].data == {"ticket": str(cast.ticket.pk), "people": [ana]}
        with listen(desk.server, "", Authorization=f"Bearer {token_of(cast.viewer)}") as late:
            late.wait_for("presence")
            assert late.said[0].data["people"] == [ana], "who comes later is told how things are"
        assert sign(cast.other_agent, "viewing") == 204, "the same answer, and nobody is told"
        assert (
            client_of(cast.agent).post("/acme/desk/tickets/000000/presence", {"doing": "viewing"}).status_code == 204
        ), "a page may outlive its ticket"
        assert sign(cast.agent, "sleeping") == 422
        assert sign(cast.agent, "gone") == 204
        wait_until(lambda: olivia.said[-1].data.get("people") == [], "Ana has left")
        settle()
        assert (bo.said, carla.said) == ([], [])
