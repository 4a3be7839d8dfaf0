"""What the demo organizations made of the default workflow: a status or two of their own, and some rules."""

from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Role
from moondesk.tickets.actions import WorkflowEdit, add_status, change_workflow
from moondesk.tickets.rules import Stage
from moondesk.tickets.workflow import WaitsFor

type _Names = dict[str, str]

_OWN: dict[str, tuple[tuple[_Names, _Names, str, WaitsFor], ...]] = {
    "acme": (
        (
            {"en": "With the airline", "es": "Con la aerolínea"},
            {"en": "We asked the airline", "es": "Hemos preguntado a la aerolínea"},
            "teal",
            WaitsFor.SOMEONE_ELSE,
        ),
    ),
    "optica": (
        (
            {"en": "At the laboratory", "es": "En el laboratorio"},
            {"en": "Being made", "es": "En fabricación"},
            "teal",
            WaitsFor.SOMEONE_ELSE,
        ),
        (
            {"en": "Ready in the shop", "es": "Listo en tienda"},
            {"en": "Ready for you", "es": "Listo para recoger"},
            "pink",
            WaitsFor.CUSTOMER,
        ),
    ),
}
_MANAGERS = frozenset({Role.OWNER.value, Role.ADMINISTRATOR.value, Role.DEPARTMENT_MANAGER.value})


def set_up_workflow(slug: str, *, by: Actor) -> None:
    """Give a demo organization statuses of its own, and rules that show."""
    for labels, customer_labels, colour, waits_for in _OWN.get(slug, ()):
        add_status(Stage.WAITING, labels, customer_labels=customer_labels, colour=colour, waits_for=waits_for, by=by)
    change_workflow(
        WorkflowEdit(
            {"on_hold": {"needs_note": True}}, moves={("closed", "open"): _MANAGERS, ("open", "closed"): frozenset()}
        ),
        by=by,
    )
