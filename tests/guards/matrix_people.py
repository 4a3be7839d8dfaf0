"""Who walks the matrix, and who of them is asked at which address."""

import zlib
from collections.abc import Callable

from moondesk.organizations.actions import change_managed
from moondesk.organizations.permissions import Permission, Role
from moondesk.tickets.models import Category, Ticket
from tests import factories
from tests.factories_lasting import make_custom_role
from tests.guards.routes import Route
from tests.harness.people import Cast, Person

_P = Permission
EVERY_ROUTE = ("owner", "administrator", "manager", "agent", "viewer", "employee", "customer", "stranger")
"""One of each role that allows something of its own, in their own department, and the owner of another organization.

The administrator reads what the owner reads, and is asked where something is done or is the owner's alone; the agent's
program is the token.
"""
OTHER_DEPARTMENT = ("other_agent", "other_manager")
MANAGING = ("category_manager", "type_manager")
"""They may what a department manager may. The one's category is the ticket's, the other's type is not."""
CUSTOM = ("lesser", "greater")
"""An agent of a role that takes away, and one of a role that adds."""
TAKEN = (_P.NOTE_VIEW, _P.TICKET_UPDATE, _P.TICKET_REPLY, _P.TIME_TRACK, _P.CONTACT_VIEW, _P.MACRO_OWN)
ADDED = (_P.SETTINGS_OPEN, _P.WORKFLOW_MANAGE, _P.TICKET_DELETE, _P.AUDIT_VIEW, _P.MAIL_VIEW, _P.VIEW_MANAGE)
PEOPLE = (*EVERY_ROUTE, *OTHER_DEPARTMENT, *MANAGING, *CUSTOM)
TOKENS = ("token", "stranger_token", "scopeless_token")
BAD_TOKENS = ("expired_token", "revoked_token", "wrong_token")
EVERYBODY = ("anonymous", *PEOPLE, *TOKENS, *BAD_TOKENS)
OUTSIDE = ("anonymous", "owner", "customer", "stranger", "token")
"""Who asks where no organization is in the address, so that no role counts."""
WALKED: dict[Role, str] = {
    Role.OWNER: "owner",
    Role.ADMINISTRATOR: "administrator",
    Role.DEPARTMENT_MANAGER: "manager",
    Role.CATEGORY_MANAGER: "category_manager",
    Role.TYPE_MANAGER: "type_manager",
    Role.SUPPORT_AGENT: "agent",
    Role.VIEWER: "viewer",
    Role.EMPLOYEE: "employee",
    Role.CUSTOMER: "customer",
    Role.GUEST: "anonymous",
}
"""Who stands for a built-in role. A guest is nobody who holds the secret of a link, which is in the address."""
OTHER_PART = (*OTHER_DEPARTMENT, "type_manager")
"""They work, but not where the ticket is."""
PART_ONLY = ("manager", "other_manager", *MANAGING, *CUSTOM)
"""They have a part of what administrators do, never the organization."""


def more_people(cast: Cast) -> dict[str, Person]:
    """Make those who walk besides the cast, in acme; the ticket gets the category that one of them manages."""
    lesser = make_custom_role("Lesser", removes=[one.value for one in TAKEN]).key
    greater = make_custom_role("Greater", adds=[one.value for one in ADDED]).key
    people = {
        key: factories.make_member(factories.make_user(f"{key}@acme.test"), roles=[role], departments=[department])
        for key, role, department in (
            ("manager", Role.DEPARTMENT_MANAGER, cast.flights),
            ("other_manager", Role.DEPARTMENT_MANAGER, cast.hotels),
            ("category_manager", Role.CATEGORY_MANAGER, cast.hotels),
            ("type_manager", Role.TYPE_MANAGER, cast.hotels),
            ("lesser", lesser, cast.flights),
            ("greater", greater, cast.flights),
        )
    }
    category = Category.objects.earliest("position")
    Ticket.objects.filter(pk=cast.ticket.pk).update(category=category, type="incident")
    change_managed(people["category_manager"], [category.pk], [], by=cast.owner.actor)
    change_managed(people["type_manager"], [], ["problem"], by=cast.owner.actor)
    return {key: Person(member.user, cast.acme, member) for key, member in people.items()}


OF_OWNERS = ("organization/deletion", "organization/transfer", "settings/deletion", "settings/transfer")
"""What an owner may read and an administrator may not, although they may do the same."""


def answers_of(route: Route, method: str, answer: Callable[[str], str]) -> dict[str, str]:
    """Return who is answered how. Nobody is asked whose answer follows from those before."""

    def ask(*names: str) -> None:
        found.update({who: answer(who) for who in names})

    found: dict[str, str] = {}
    if not route.pattern.startswith(("/api/v1/", "/{slug}/")):
        ask(*OUTSIDE)
        return found
    ask("anonymous", "owner")
    if set(found.values()) == {"method"}:
        return found
    by_program = route.pattern.startswith("/api/")
    ask("manager", "viewer", "employee", "customer", "stranger", "token")
    if method != "GET" or any(one in route.pattern for one in OF_OWNERS):
        ask("administrator")
    if by_program:
        ask(*TOKENS[1:], BAD_TOKENS[zlib.crc32(route.pattern.encode()) % 3])
    else:
        ask("agent")
    agent = found["token" if by_program else "agent"]
    ask("lesser" if agent == "may" else "greater")
    if route.has_object:
        ask("other_agent")
        if found["other_agent"] != agent or found["manager"] != agent:
            ask("other_manager", *MANAGING)
    return found
