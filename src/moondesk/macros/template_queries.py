"""Reading templates for new tickets."""

import uuid

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from moondesk.macros.errors import TemplateNotFound
from moondesk.macros.models import TicketTemplate
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission


def all_templates() -> QuerySet[TicketTemplate]:
    """Return the templates of the organization in their order, the retired ones too."""
    return TicketTemplate.objects.select_related("category__department", "department")


def offered_to(actor: Actor) -> QuerySet[TicketTemplate]:
    """Return the templates with which the actor may begin a ticket: all for the team, those of the form for others."""
    live = all_templates().filter(retired_at=None)
    if actor.is_staff and actor.may(Permission.MACRO_OWN):
        return live
    return live.filter(in_form=True) if actor.may(Permission.TICKET_CREATE) else live.none()


def get_offered(actor: Actor, template_id: uuid.UUID) -> TicketTemplate:
    """Return one template to begin a ticket with. Raises ``TemplateNotFound``."""
    found = offered_to(actor).filter(pk=template_id).first()
    if found is None:
        raise TemplateNotFound(_("There is no such template."))
    return found


def get_template(template_id: uuid.UUID, *, lock: bool = False) -> TicketTemplate:
    """Return one template, also a retired one. Raises ``TemplateNotFound``."""
    rows = all_templates().select_for_update(of=("self",)) if lock else all_templates()
    found = rows.filter(pk=template_id).first()
    if found is None:
        raise TemplateNotFound(_("There is no such template."))
    return found
