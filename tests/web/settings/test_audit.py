"""The page of the audit log: asking for a file of it, and what does not fit."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from moondesk.events.models import Event
from moondesk.events.registry import event_types
from moondesk.events.rules import is_audited
from moondesk.exports.actions.writing import write_export
from moondesk.exports.models import TicketExport
from moondesk.exports.rules import MOST_WAITING
from moondesk.fields.rules import Kind as FieldKind
from moondesk.handover.actions import Heirs, deactivate_member
from moondesk.kit import tenancy
from moondesk.organizations.models import Member
from moondesk.organizations.role_models import CustomRole
from moondesk.web.settings.audit_names import Names
from moondesk.web.settings.audit_words import AREAS, DEEDS, WHOLE
from tests.fields.making import make_field
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
AT = "/acme/settings/audit"


def only_export(cast: Cast) -> TicketExport:
    with tenancy.organization(cast.acme.pk):
        return TicketExport.objects.get()


def test_what_is_looked_for_is_asked_for_and_stays(cast: Cast, client_of: Callable[..., Client]) -> None:
    owner = client_of(cast.owner)
    asked = {"q": "shop", "who": "", "what": "token", "since": "2026-11-01", "until": "", "format": "xlsx"}
    begun = owner.post(f"{AT}/exports", asked)
    assert (begun.status_code, begun["Location"]) == (302, f"{AT}?q=shop&what=token&since=2026-11-01")
    export = only_export(cast)
    assert (export.format, export.content, set(export.question)) == ("xlsx", "audit", {"q", "what", "since"})
    page = owner.get(begun["Location"]).content.decode()
    assert f"{AT}/exports/{export.pk}/cancellation" in page
    assert owner.post(f"{AT}/exports/{export.pk}/cancellation").status_code == 302
    assert only_export(cast).state == "cancelled"
    assert owner.post(f"{AT}/exports/{export.pk}/cancellation").status_code == 409


def test_what_does_not_fit_is_said_beside_its_field_and_nothing_is_lost(
    cast: Cast, client_of: Callable[..., Client]
) -> None:
    owner = client_of(cast.owner)
    refused = owner.post(f"{AT}/exports", {"q": "shop", "format": "pdf"})
    page = refused.content.decode()
    assert (refused.status_code, "This cannot be chosen." in page, 'value="shop"' in page) == (422, True, True)
    bad_day = owner.post(f"{AT}/exports", {"q": "shop", "since": "x", "format": "csv"})
    page = bad_day.content.decode()
    assert (bad_day.status_code, "Write a day such as" in page, 'value="shop"' in page) == (422, True, True)
    for _again in range(MOST_WAITING):
        assert owner.post(f"{AT}/exports", {"format": "csv"}).status_code == 302
    full = owner.post(f"{AT}/exports", {"format": "csv"})
    assert (full.status_code, "still under way" in full.content.decode()) == (409, True)


def test_a_file_is_for_its_asker_as_long_as_they_may_read_the_log(cast: Cast, client_of: Callable[..., Client]) -> None:
    mine = client_of(cast.administrator)
    mine.post(f"{AT}/exports", {"format": "csv"})
    export = only_export(cast)
    place = f"{AT}/exports/{export.pk}/file"
    assert mine.get(place).status_code == 409
    with tenancy.organization(cast.acme.pk):
        write_export(cast.acme.pk, export.pk)
    assert place in mine.get(AT).content.decode()
    assert place not in client_of(cast.owner).get(AT).content.decode()
    for other, status in ((cast.owner, 404), (cast.agent, 403), (cast.stranger, 404)):
        assert client_of(other).get(place).status_code == status
    # Nor is it given out by the door of exported tickets.
    assert mine.get(f"/acme/desk/exports/{export.pk}/file").status_code == 404
    assert b"".join(mine.get(place).streaming_content).startswith(b"\xef\xbb\xbfat,name,kind")  # type: ignore[attr-defined]
    with tenancy.organization(cast.acme.pk):
        Member.objects.filter(pk=export.member_id).update(roles=["support_agent"])
    assert mine.get(place).status_code == 403


def test_every_entry_has_words_and_can_be_chosen_by_its_area() -> None:
    shown = [name for name in event_types if is_audited(name)]
    assert len(shown) > 100
    assert {name.partition(".")[0] for name in shown} - set(AREAS) == set()
    assert [name for name in shown if name not in WHOLE and name.partition(".")[2] not in DEEDS] == []
    assert len(set(map(str, AREAS.values()))) == len(AREAS), "two of one name cannot be told apart in the list"


def test_yes_and_no_say_of_what(cast: Cast, client_of: Callable[..., Client]) -> None:
    with tenancy.organization(cast.acme.pk):
        deactivate_member(Member.objects.get(pk=cast.viewer.member.pk), Heirs(), by=cast.owner.actor)
    page = client_of(cast.owner).get(AT).content.decode()
    assert ("Active: no" in page, "False" in page) == (True, False)


def test_codes_numbers_and_filters_are_said_in_words(cast: Cast) -> None:
    said: list[tuple[dict[str, Any], str]] = [
        ({"days": 7, "roles": ["*"]}, "Days: 7; Roles: everybody"),
        ({"format": "csv", "state": "done", "entries": 56}, "Form: CSV; State: ready; Entries: 56"),
        ({"question": {"what": "token", "q": "shop"}}, "Filters: What: API tokens; Words: shop"),
        ({"roles": "support_agent,night"}, "Roles: Support agent, Night shift"),
        (
            {"query": {"stage": "open,in_progress", "department": str(cast.flights.pk), "assignee": "me"}},
            f"Filters: Stage: Open, In progress; Department: {cast.flights.name}; Assignee: me",
        ),
        (
            {"closed>open": ["owner"], "on_hold": {"needs_note": True}},
            "Closed → Open: Owner; On hold: Asks for a note: yes",
        ),
        ({"labels": {"en": "Cause", "es": "Causa"}, "help": None}, "Cause (en), Causa (es)"),
        (
            {
                "query": {"field.seats": "3"},
                "form": [{"field": "seats", "required": ["resolve"], "when": {"ticket": "type", "is": ["task"]}}],
            },
            "Filters: Seats: 3; Form: Field: Seats; Required: when it is resolved; When: Of the ticket: Type; Is: task",
        ),
        ({"due_at": "2026-11-22T10:05:00+00:00", "size": 2048}, "Due: Sun 22 Nov 2026, 10:05; Size: 2.0 kB"),
    ]
    with tenancy.organization(cast.acme.pk):
        CustomRole.objects.create(key="night", name="Night shift", inherits="support_agent")
        make_field(FieldKind.NUMBER, key="seats", label="Seats")
        names = Names([Event(subject_id=cast.acme.pk, data=data) for data, _words in said])
        for data, words in said:
            assert names.text(data) == words
        with translation.override("es"):
            assert names.text(said[0][0]) == "Días: 7; Roles: todos"
            assert names.text(said[1][0]) == "Formato: CSV; Estado: listo; Registros: 56"
