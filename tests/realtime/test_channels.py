"""Three channels at addresses of their own, or in one stream; who may listen to which, and what each says first."""

import datetime
import uuid
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session

from moondesk.conversations.actions import add_note
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.notifications.actions import mark_read
from moondesk.notifications.models import Notification
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.permissions import Role
from moondesk.tickets.actions import assign_ticket
from moondesk.tickets.models import Ticket
from tests import factories
from tests.harness.running import Desk, wait_until
from tests.realtime.conftest import Cookies
from tests.realtime.ear import listen, settle

pytestmark = pytest.mark.django_db(transaction=True)

ACME = "?organization=acme"
NOTIFICATIONS, CONFIG = "/api/notifications/stream", "/api/system-config/stream"


def _count(organization_id: uuid.UUID) -> int:
    with tenancy.organization(organization_id):
        return Notification.objects.count()


def test_a_member_hears_what_concerns_them_and_nobody_else_does(desk: Desk, cookies: Cookies) -> None:
    cast = desk.cast
    with (
        listen(desk.server, ACME, path=NOTIFICATIONS, **cookies(cast.agent)) as ana,
        listen(desk.server, ACME, path=NOTIFICATIONS, **cookies(cast.owner)) as olivia,
    ):
        ana.wait_for("unread")
        assert ana.said[0].data == {"count": 0, "tickets": []}
        with tenancy.organization(cast.acme.pk):
            assign_ticket(Ticket.objects.get(pk=cast.ticket.pk), cast.agent.member, by=cast.owner.actor)
        ana.wait_for("notification")
        ana.wait_for("unread", 2)
        told = next(one for one in ana.said if one.name == "notification")
        assert (told.data["kind"], told.data["ticket"], told.data["loud"]) == ("assigned", str(cast.ticket.pk), True)
        assert ana.said[-1].data == {"count": 1, "tickets": [str(cast.ticket.pk)]}
        with tenancy.organization(cast.acme.pk):
            mark_read(cast.agent.actor)
        ana.wait_for("unread", 3)
        assert ana.said[-1].data["count"] == 0
        settle()
        assert olivia.names() == ["unread"]
        assert "ticket" not in ana.names(), "that is another channel"
    with tenancy.organization(cast.acme.pk):
        first = Notification.objects.get()
        add_note(Ticket.objects.get(pk=cast.ticket.pk), "@Ana Agent?", by=cast.owner.actor)
    wait_until(lambda: _count(cast.acme.pk) == 2, "Being told of the mention")
    with listen(desk.server, ACME, path=NOTIFICATIONS, Last_Event_ID=str(first.pk), **cookies(cast.agent)) as ana:
        ana.wait_for("unread")
        assert [one.data.get("kind") for one in ana.said] == ["mention", None]
    for unknown in ("nonsense", "01980000-0000-7000-8000-000000000000"):
        with listen(desk.server, ACME, path=NOTIFICATIONS, Last_Event_ID=unknown, **cookies(cast.agent)) as ana:
            ana.wait_for("unread")
            assert ana.names() == ["resync", "unread"]


def test_setting_up_and_rights_reach_open_pages(desk: Desk, cookies: Cookies) -> None:
    cast = desk.cast
    with (
        listen(desk.server, ACME, path=CONFIG, **cookies(cast.agent)) as ana,
        listen(desk.server, f"{ACME}&also=notifications,system-config", **cookies(cast.viewer)) as vera,
    ):
        ana.wait_for("rights")
        assert ana.names() == ["config", "rights"]
        assert ana.said[0].data["name"] == "Acme Travel"
        with tenancy.organization(cast.acme.pk):
            factories.make_department("Trains")
        ana.wait_for("config", 2)
        vera.wait_for("config", 2)
        assert ana.said[-1].data["version"] > ana.said[0].data["version"]
        with tenancy.organization(cast.acme.pk):
            Organization.objects.update(brand_hue=120)
            Member.objects.filter(pk=cast.agent.member.pk).update(roles=[Role.VIEWER])
        ana.wait_for("rights", 2)
        wait_until(lambda: "tickets:ticket:update" not in ana.said[-1].data.get("permissions", ["…"]), "rights", 20)
        assert any(one.data.get("brand_hue") == 120 for one in ana.said)
        assert vera.names().count("rights") == 1
        with tenancy.organization(cast.acme.pk):
            Member.objects.filter(pk=cast.agent.member.pk).update(is_active=False)
        wait_until(lambda: ana.ended, "a member who was put out hears no more", 20)
        Session.objects.update(expire_date=now() - datetime.timedelta(seconds=1))
        wait_until(lambda: vera.ended, "nor one whose session has expired", 20)
        assert (vera.names()[-1], vera.said[-1].data) == ("closed", {"reason": "revoked"})
        assert ana.said[-1].name == "closed"


def test_customers_and_unknown_channels_are_refused(desk: Desk, cookies: Cookies, token_of: Callable[..., str]) -> None:
    for path in (NOTIFICATIONS, CONFIG):
        with listen(desk.server, ACME, path=path, **cookies(desk.cast.customer)) as carla:
            assert (carla.status, carla.headers["content-type"]) == (403, "application/problem+json")
        with listen(desk.server, ACME, path=path) as nobody:
            assert nobody.status == 401
    with listen(desk.server, f"{ACME}&also=notifications", **cookies(desk.cast.customer)) as carla:
        assert carla.status == 403
    with listen(desk.server, f"{ACME}&also=weather", **cookies(desk.cast.agent)) as ana:
        assert (ana.status, "invalid_parameter" in ana.text) == (400, True)
    token = token_of(desk.cast.agent, scopes=["contacts:contact:view"])
    with listen(desk.server, "", path=NOTIFICATIONS, Authorization=f"Bearer {token}") as program:
        assert program.status == 403
    with listen(desk.server, "", path=CONFIG, Authorization=f"Bearer {token}") as program:
        program.wait_for("rights")
        assert program.said[-1].data["permissions"] == ["contacts:contact:view"]
