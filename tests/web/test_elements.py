"""A role that takes a part of the interface away changes the page, and what stood behind the part refuses."""

from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import reverse

from moondesk.organizations.elements import ELEMENTS, Element, level_of
from moondesk.organizations.permissions import Permission, Role, held_by
from moondesk.tickets.actions import change_tags
from moondesk.web.settings_list import PAGES
from tests import factories
from tests.factories_lasting import make_custom_role
from tests.harness.people import Cast
from tests.views.making import make_view

pytestmark = pytest.mark.django_db
_P = Permission


@dataclass(frozen=True)
class Part:
    """A part of a page: what shows it, and what it sends; ``~`` stands for the ticket, ``@`` for its contact."""

    element: Element
    taken: Permission
    page: str
    shown: str
    method: str
    address: str
    data: dict[str, str] = field(default_factory=dict)


PARTS = [
    Part(Element.COMPOSER, _P.TICKET_REPLY, "tickets/~", 'name="kind" value="reply"', "post", "tickets/~/messages",
         {"kind": "reply", "body": "x"}),
    Part(Element.NOTES, _P.NOTE_CREATE, "tickets/~", 'name="kind" value="note"', "post", "tickets/~/messages",
         {"kind": "note", "body": "x"}),
    Part(Element.PROPERTIES, _P.TICKET_UPDATE, "tickets/~", "/properties", "post", "tickets/~/priority",
         {"priority": "urgent"}),
    Part(Element.PROPERTIES, _P.TICKET_ASSIGN, "tickets/~", "/assignment", "post", "tickets/~/assignment",
         {"assignee": "me"}),
    Part(Element.BULK_BAR, _P.TICKET_UPDATE, "?view=open", "row-pick", "post", "bulk", {"do": "resolve"}),
    Part(Element.BULK_BAR, _P.TICKET_DELETE, "bulk/bar", "bulk/ask/delete", "post", "bulk", {"do": "delete"}),
    Part(Element.EXPORT, _P.TICKET_VIEW, "?view=open", "exports/ask", "post", "exports", {"format": "csv"}),
    Part(Element.NEW_TICKET, _P.TICKET_ON_BEHALF, "?view=open", "/desk/tickets/new", "get", "tickets/new"),
    Part(Element.TIME_PANEL, _P.TIME_VIEW, "?view=open", 'href="/acme/desk/time"', "get", "time"),
    Part(Element.TIME_PANEL, _P.TIME_TRACK, "tickets/~", "~/timer", "post", "tickets/~/timer"),
    Part(Element.CONTACT_PANEL, _P.CONTACT_VIEW, "tickets/~", "/desk/contacts/", "get", "contacts/@"),
    Part(Element.CONTACT_PANEL, _P.CONTACT_MANAGE, "contacts", "/contacts/new", "post", "contacts/new", {"name": "x"}),
    Part(Element.MACROS, _P.MACRO_OWN, "tickets/~", "composer-macros", "get", "tickets/~/macros"),
    Part(Element.VIEWS, _P.VIEW_MANAGE, "views", 'value="everybody"', "post", "views",
         {"do": "everybody", "order": "a view"}),
    Part(Element.TRASH, _P.TICKET_DELETE, "tickets/~", "/deletion", "post", "tickets/~/deletion"),
]  # fmt: skip


def _without(permission: Permission) -> Client:
    """Return the browser of one who has all that an administrator has but one permission."""
    role = make_custom_role(permission.name, inherits=Role.ADMINISTRATOR.value, removes=[permission.value])
    member = factories.make_member(roles=[role.key])
    assert permission not in held_by(member)
    client = Client()
    client.force_login(member.user)
    return client


def _of_administrator(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.administrator.user)
    return client


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.element}-{part.taken.name.lower()}")
def test_what_a_role_takes_away_is_not_shown_and_is_refused(in_acme: Cast, part: Part) -> None:
    cast = in_acme
    view = make_view(by=cast.administrator.actor, scope="organization")
    data = {name: str(view.pk) if value == "a view" else value for name, value in part.data.items()}
    narrow, usual = _without(part.taken), _of_administrator(cast)

    def at(place: str) -> str:
        return place.replace("~", cast.ticket.number).replace("@", str(cast.customer.contact.pk))

    assert at(part.shown) in usual.get("/acme/desk/" + at(part.page)).content.decode()
    assert at(part.shown) not in narrow.get("/acme/desk/" + at(part.page)).content.decode()
    refused = getattr(narrow, part.method)("/acme/desk/" + at(part.address), data)
    assert refused.status_code == 403
    assert getattr(usual, part.method)("/acme/desk/" + at(part.address), data).status_code != 403


@pytest.mark.parametrize(("name", "element"), [(page[0], page[3]) for page in PAGES])
def test_pages_of_settings_are_listed_and_open_as_far_as_a_role_reaches(
    in_acme: Cast, name: str, element: Element
) -> None:
    """Without the view step a page is neither listed nor opened; without the last one it offers less to press."""
    cast, steps = in_acme, ELEMENTS[element]
    address = reverse(f"settings:{name}", kwargs={"slug": "acme"})
    change_tags(cast.ticket, ["late"], by=cast.administrator.actor)
    usual = _of_administrator(cast).get(address, follow=True)
    assert f'href="{address}"' in usual.content.decode()
    if steps.view is not Permission.DESK_OPEN:
        closed = _without(steps.view)
        assert closed.get(address).status_code == 403
        assert f'href="{address}"' not in closed.get("/acme/settings/tokens").content.decode()
    if steps.interact not in (steps.view, Permission.MAIL_RELEASE):
        reading = _without(steps.interact)
        page = reading.get(address)
        assert page.status_code == 200
        assert page.content.count(b"<button") < usual.content.count(b"<button")


def test_levels_go_up_step_by_step() -> None:
    steps = ELEMENTS[Element.TIME_PANEL]
    assert [level_of(held, Element.TIME_PANEL).name for held in (
        (), (steps.view,), (steps.view, steps.interact), (steps.view, steps.interact, steps.full), (steps.full,),
    )] == ["NONE", "VIEW", "INTERACT", "FULL", "NONE"]  # fmt: skip
