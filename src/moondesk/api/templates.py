"""Templates for new tickets."""

import uuid
from typing import Any

from django.http import HttpResponse
from ninja import Router

from moondesk.api.answers import answer, check_content, content_etag, no_content, page
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.fields import includes_retired
from moondesk.api.template_shapes import TemplateIn, TemplateOrderIn, TemplateOut, TemplatePage, template_out
from moondesk.macros.actions.templates import (
    TemplateEdit,
    change_template,
    create_template,
    order_templates,
    restore_template,
    retire_template,
)
from moondesk.macros.models import TicketTemplate
from moondesk.macros.template_queries import all_templates, get_template, offered_to
from moondesk.organizations.permissions import Permission

router = Router(tags=["Templates"])
router.add_decorator(edge, mode="view")


@router.get("", response=TemplatePage, summary="List templates", operation_id="list_templates")
@needs(Permission.TICKET_CREATE, parameters=("include",))
def list_templates(request: ApiRequest) -> HttpResponse:
    """With what a new ticket can begin, in order. Whoever manages them gets the retired ones with `include=retired`."""
    wants_retired = includes_retired(request) and request.actor.may(Permission.MACRO_MANAGE)
    return page([template_out(one) for one in (all_templates() if wants_retired else offered_to(request.actor))], None)


@router.post("", response={201: TemplateOut}, summary="Create a template", operation_id="create_template")
@needs(Permission.MACRO_MANAGE)
def add_template(request: ApiRequest, new: TemplateIn) -> HttpResponse:
    """Writes a template behind the others. An unknown variable is refused."""
    shown = template_out(create_template(_edit(new), by=request.actor))
    return answer(shown, status=201, etag=content_etag(shown), location=f"/api/v1/templates/{shown['id']}")


@router.put("/order", response=TemplatePage, summary="Order templates", operation_id="order_templates")
@needs(Permission.MACRO_MANAGE)
def put_order(request: ApiRequest, order: TemplateOrderIn) -> HttpResponse:
    """Puts the templates into an order; those not named stay behind, as they were."""
    order_templates([str(one) for one in order.templates], by=request.actor)
    return page([template_out(one) for one in all_templates()], None)


@router.get("/{uuid:template_id}", response=TemplateOut, summary="Read a template", operation_id="get_template")
@needs(Permission.MACRO_MANAGE)
def read_template(request: ApiRequest, template_id: uuid.UUID) -> HttpResponse:
    """One template, also a retired one."""
    return _shown(get_template(template_id))


@router.put("/{uuid:template_id}", response=TemplateOut, summary="Change a template", operation_id="replace_template")
@needs(Permission.MACRO_MANAGE)
def replace_template(request: ApiRequest, template_id: uuid.UUID, new: TemplateIn) -> HttpResponse:
    """Puts another template in its place; tickets that began with it stay as they are."""
    check_content(request, template_out(get_template(template_id)))
    return _shown(change_template(template_id, _edit(new), by=request.actor))


@router.delete("/{uuid:template_id}", response={204: None}, summary="Retire a template", operation_id="retire_template")
@needs(Permission.MACRO_MANAGE)
def delete_template(request: ApiRequest, template_id: uuid.UUID) -> HttpResponse:
    """Lets no new ticket begin with it. It can be brought back."""
    retire_template(template_id, by=request.actor)
    return no_content()


@router.post(
    "/{uuid:template_id}/return", response=TemplateOut, summary="Bring a template back", operation_id="restore_template"
)
@needs(Permission.MACRO_MANAGE)
def return_template(request: ApiRequest, template_id: uuid.UUID) -> HttpResponse:
    """Offers a retired template again."""
    return _shown(restore_template(template_id, by=request.actor))


def _shown(template: TicketTemplate) -> HttpResponse:
    shown = template_out(template)
    return answer(shown, etag=content_etag(shown))


def _edit(new: TemplateIn) -> TemplateEdit:
    given = new.model_dump()
    words: dict[str, Any] = {name: given.pop(name) or "" for name in ("type", "category", "priority")}
    return TemplateEdit(**given, **words)
