"""With what new tickets of the demo organizations begin."""

from typing import Any

from moondesk.macros.actions.templates import TemplateEdit, create_template
from moondesk.organizations.actor import Actor

_TEMPLATES: dict[str, tuple[dict[str, Any], ...]] = {
    "acme": (
        {
            "names": {"en": "Flight was cancelled", "es": "Vuelo cancelado"},
            "subjects": {"en": "Cancelled flight", "es": "Vuelo cancelado"},
            "bodies": {
                "en": "Flight and day:\n\nWhat would help you now:",
                "es": "Vuelo y día:\n\nQué te ayudaría ahora:",
            },
            "type": "incident",
            "priority": "high",
            "tags": ("flight",),
            "in_form": True,
        },
        {
            "names": {"en": "Call about a booking", "es": "Llamada sobre una reserva"},
            "subjects": {
                "en": "{{ customer.name }} called about a booking",
                "es": "{{ customer.name }} llamó por una reserva",
            },
            "bodies": {
                "en": "Taken by {{ agent.first_name }}.\n\nBooking:\n\nWhat they ask:",
                "es": "Atendió {{ agent.first_name }}.\n\nReserva:\n\nQué pide:",
            },
            "tags": ("call",),
        },
    ),
    "optica": (
        {
            "names": {"es": "Gafas que no ajustan", "en": "Glasses that do not fit"},
            "subjects": {"es": "Mis gafas no ajustan bien", "en": "My glasses do not fit"},
            "bodies": {"es": "Dónde aprietan o resbalan:", "en": "Where they press or slip:"},
            "type": "problem",
            "in_form": True,
        },
    ),
}


def set_up_templates(slug: str, *, by: Actor) -> None:
    """Give a demo organization templates for new tickets."""
    for parts in _TEMPLATES.get(slug, ()):
        create_template(TemplateEdit(**parts), by=by)
