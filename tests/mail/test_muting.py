"""Muting mails of a kind by one press (RFC 8058): looking changes nothing, the press does, for that member and kind."""

import re

from django.test import Client

from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import AUTO_SUBMITTED, Kind
from moondesk.conversations.actions import add_note
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations.actions.preferences import MemberMail
from moondesk.organizations.models import Member, Organization
from moondesk.tickets.models import Ticket
from tests.harness.people import Cast
from tests.mail.conftest import Office

PRESS = {"List-Unsubscribe": "One-Click"}


def test_kinds_that_can_be_muted_are_mails_that_go_by_themselves() -> None:
    assert {kind.value for kind in MemberMail} <= {kind.value for kind in Kind if kind in AUTO_SUBMITTED}


def _mention(office: Office) -> str:
    cast: Cast = office.cast
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(undo_seconds=0)
        add_note(Ticket.objects.get(pk=cast.ticket.pk), "Look, @Ana Agent and @Adam Admin", by=cast.owner.actor)
    office.run_jobs()
    with tenancy.organization(cast.acme.pk):
        mails = OutgoingMail.objects.filter(kind="mention", member=cast.agent.member).order_by("-id")
        return str(mails.values_list("state", flat=True)[0])


def _off(cast: Cast) -> list[str]:
    with tenancy.organization(cast.acme.pk):
        assert Member.objects.get(user=cast.administrator.user).mails_off == []
        return list(Member.objects.get(user=cast.agent.user).mails_off)


def test_a_member_mutes_a_kind_by_the_header_of_its_mail_and_has_it_back(office: Office) -> None:
    cast: Cast = office.cast
    assert _mention(office) == "sent"
    [mail] = [one for one in office.caught() if one["To"] == cast.agent.user.email]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = str(mail["List-Unsubscribe"]).strip("<>").replace("\r\n", "").replace(" ", "")
    assert link in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    path, program = re.sub(r"^https?://[^/]+", "", link), Client(enforce_csrf_checks=True)
    assert b"Somebody mentions me" in program.get(path).content
    assert _off(cast) == []
    for wrong in (path + "x", path.replace("/acme/", "/globex/"), path.replace("-mention", "-bulk")):
        assert program.post(wrong, PRESS).status_code == 404
    for _twice in range(2):
        assert program.post(path, PRESS).status_code == 200
        assert _off(cast) == ["mention"]
    with tenancy.organization(cast.acme.pk):
        [changed] = Event.objects.filter(name="member.changed", data__field="mails_off")
        assert (changed.data["new"], changed.actor_id) == ("mention", cast.agent.actor.member_id)
    assert _mention(office) == "withheld"
    assert b'name="again"' in program.get(path).content
    assert program.post(path, {"again": "1"}).status_code == 200
    assert _off(cast) == []
    assert _mention(office) == "sent"
    with tenancy.organization(cast.acme.pk):
        Member.objects.filter(user=cast.agent.user).update(is_active=False)
    assert program.post(path, PRESS).status_code == 404


def test_the_page_of_notifications_has_the_same_switches(cast: Cast) -> None:
    ana, home = Client(), "/acme/desk/notifications"
    ana.force_login(cast.agent.user)
    assert ana.post(f"{home}/mails", {"on": ["assigned", "reminder", "woken", "bulk"]}).status_code == 302
    assert _off(cast) == ["mention"]
    page = ana.get(home).content.decode()
    assert re.search(r'value="bulk" checked', page)
    assert "What I am mailed" in page
    assert ana.post(f"{home}/mails", {"on": ["news"]}).status_code == 422
