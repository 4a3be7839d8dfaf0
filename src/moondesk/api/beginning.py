"""A new ticket that a program begins with a template: what it leaves out is as the template says."""

from typing import Any

from moondesk.api.errors import NoSuchReference
from moondesk.api.inputs import TicketIn
from moondesk.macros.beginning import body_of, subject_of
from moondesk.macros.errors import TemplateNotFound
from moondesk.macros.models import TicketTemplate
from moondesk.macros.template_queries import get_offered
from moondesk.organizations.actor import Actor
from moondesk.tickets.rules import Priority


def template_of(new: TicketIn, actor: Actor) -> TicketTemplate | None:
    """Return the template that is named. Raises ``NoSuchReference`` for one that is not offered."""
    if new.template is None:
        return None
    try:
        return get_offered(actor, new.template)
    except TemplateNotFound as error:
        raise NoSuchReference(error.message, fields={"template": error.message}) from None


def begun(new: TicketIn, template: TicketTemplate | None) -> TicketIn:
    """Return what was sent, with what was left out as the template says."""
    if template is None:
        return new
    said: dict[str, Any] = {
        "subject": subject_of(template, new.language),
        "description": body_of(template, new.language),
        "type": template.type,
        "priority": Priority(template.priority).key if template.priority else "",
        "category": template.category.key if template.category else "",
        "department": template.department_id,
        "tags": template.tags,
    }
    left_out = {name: value for name, value in said.items() if value and name not in new.model_fields_set}
    return new.model_copy(update=left_out)
