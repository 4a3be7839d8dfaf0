"""Canned responses and macros."""

import uuid

from django.http import HttpResponse
from ninja import Router

from moondesk.api.answers import answer, check_content, content_etag, no_content, page, version_etag, wanted_version
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.macro_shapes import MacroApplyIn, MacroIn, MacroOut, MacroPage, macro_out
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.macros.actions import MacroEdit, apply_macro, change_macro, create_macro, remove_macro
from moondesk.macros.queries import get_usable, usable_by
from moondesk.organizations.permissions import Permission
from moondesk.tickets.documents import document_of
from moondesk.tickets.queries import get_for_change
from moondesk.tickets.rules import Channel
from moondesk.tickets.schemas import TicketDetail

router = Router(tags=["Macros"])
router.add_decorator(edge, mode="view")
ticket_router = Router(tags=["Macros"])
ticket_router.add_decorator(edge, mode="view")


@router.get("", response=MacroPage, summary="List macros", operation_id="list_macros")
@needs(Permission.MACRO_OWN, parameters=PARAMETERS)
def list_macros(request: ApiRequest) -> HttpResponse:
    """Macros and canned responses that you may use, by name: your own, those of your departments and of all."""
    found, after = paged(usable_by(request.actor), read_page(request, sorts={"name": str}, default="name"))
    return page([macro_out(macro) for macro in found], after)


@router.post("", response={201: MacroOut}, summary="Create a macro", operation_id="create_macro")
@needs(Permission.MACRO_OWN)
def add_macro(request: ApiRequest, new: MacroIn) -> HttpResponse:
    """Writes a macro; one without `changes` is a canned response. An unknown variable is refused."""
    shown = macro_out(create_macro(_edit(new), by=request.actor))
    return answer(shown, status=201, etag=content_etag(shown), location=f"/api/v1/macros/{shown['id']}")


@router.get("/{uuid:macro_id}", response=MacroOut, summary="Read a macro", operation_id="get_macro")
@needs(Permission.MACRO_OWN)
def get_macro(request: ApiRequest, macro_id: uuid.UUID) -> HttpResponse:
    """One macro."""
    shown = macro_out(get_usable(request.actor, macro_id))
    return answer(shown, etag=content_etag(shown))


@router.put("/{uuid:macro_id}", response=MacroOut, summary="Change a macro", operation_id="replace_macro")
@needs(Permission.MACRO_OWN)
def replace_macro(request: ApiRequest, macro_id: uuid.UUID, new: MacroIn) -> HttpResponse:
    """Puts another macro in its place; what is left out is empty."""
    macro = get_usable(request.actor, macro_id)
    check_content(request, macro_out(macro))
    shown = macro_out(change_macro(macro, _edit(new), by=request.actor))
    return answer(shown, etag=content_etag(shown))


@router.delete("/{uuid:macro_id}", response={204: None}, summary="Remove a macro", operation_id="delete_macro")
@needs(Permission.MACRO_OWN)
def delete_macro(request: ApiRequest, macro_id: uuid.UUID) -> HttpResponse:
    """Removes a macro; what it wrote and changed stays."""
    remove_macro(get_usable(request.actor, macro_id), by=request.actor)
    return no_content()


@ticket_router.post("/{number}/macro", response=TicketDetail, summary="Apply a macro", operation_id="apply_macro")
@needs(Permission.MACRO_OWN)
def use_macro(request: ApiRequest, number: str, what: MacroApplyIn) -> HttpResponse:
    """Writes the macro's text and makes its changes, all or nothing. `POST …/undo` takes back what can be."""
    ticket = get_for_change(request.actor, number, version=wanted_version(request))
    apply_macro(get_usable(request.actor, what.macro), ticket, by=request.actor, channel=Channel.API)
    document = document_of(ticket, by=request.actor)
    return answer(document.json, etag=version_etag(document.version))


def _edit(new: MacroIn) -> MacroEdit:
    changes = new.changes.model_dump(exclude_unset=True) if new.changes else {}
    given = {name: getattr(new, name) for name in ("name", "bodies", "category", "shortcut", "scope", "department")}
    return MacroEdit(kind=new.kind, changes=changes, **given)
