"""Web forms, and the sites that may use the public API."""

import uuid
from typing import Any

from django.http import HttpResponse
from ninja import Router

from moondesk.api.answers import answer, check_content, content_etag, no_content, page
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.web_form_shapes import (
    ApiSitesIn,
    ApiSitesOut,
    WebFormChange,
    WebFormIn,
    WebFormOut,
    WebFormPage,
    web_form_out,
)
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.portals.queries import home_of
from moondesk.webforms.actions import (
    WebFormEdit,
    change_api_sites,
    change_form,
    create_form,
    lock_form,
    restore_form,
    retire_form,
)
from moondesk.webforms.models import WebForm
from moondesk.webforms.queries import all_forms, api_sites, get_form

router = Router(tags=["Web forms"])
router.add_decorator(edge, mode="view")


@router.get("/web-forms", response=WebFormPage, summary="List web forms", operation_id="list_web_forms")
@needs(Permission.ORGANIZATION_MANAGE)
def list_web_forms(request: ApiRequest) -> HttpResponse:
    """All forms by name, the retired ones too."""
    return page([_out(one) for one in all_forms()], None)


@router.post("/web-forms", response={201: WebFormOut}, summary="Create a web form", operation_id="create_web_form")
@needs(Permission.ORGANIZATION_MANAGE)
def add_web_form(request: ApiRequest, new: WebFormIn) -> HttpResponse:
    """Writes a form that is shown at once under its key."""
    shown = _out(create_form(new.key, _edit(new), by=request.actor))
    return answer(shown, status=201, etag=content_etag(shown), location=f"/api/v1/web-forms/{shown['id']}")


@router.get("/web-forms/{uuid:form_id}", response=WebFormOut, summary="Read a web form", operation_id="get_web_form")
@needs(Permission.ORGANIZATION_MANAGE)
def read_web_form(request: ApiRequest, form_id: uuid.UUID) -> HttpResponse:
    """One form, also a retired one."""
    return _shown(get_form(form_id))


@router.put(
    "/web-forms/{uuid:form_id}", response=WebFormOut, summary="Change a web form", operation_id="replace_web_form"
)
@needs(Permission.ORGANIZATION_MANAGE)
def replace_web_form(request: ApiRequest, form_id: uuid.UUID, new: WebFormChange) -> HttpResponse:
    """Puts another form in its place, under the same key."""
    check_content(request, _out(lock_form(form_id, by=request.actor)))
    return _shown(change_form(form_id, _edit(new), by=request.actor))


@router.delete(
    "/web-forms/{uuid:form_id}", response={204: None}, summary="Retire a web form", operation_id="retire_web_form"
)
@needs(Permission.ORGANIZATION_MANAGE)
def delete_web_form(request: ApiRequest, form_id: uuid.UUID) -> HttpResponse:
    """Shows it no more. It can be brought back."""
    retire_form(form_id, by=request.actor)
    return no_content()


@router.post(
    "/web-forms/{uuid:form_id}/return",
    response=WebFormOut,
    summary="Bring a web form back",
    operation_id="restore_web_form",
)
@needs(Permission.ORGANIZATION_MANAGE)
def return_web_form(request: ApiRequest, form_id: uuid.UUID) -> HttpResponse:
    """Shows a retired form again."""
    return _shown(restore_form(form_id, by=request.actor))


@router.get("/public-api-sites", response=ApiSitesOut, summary="Sites of the public API", operation_id="get_api_sites")
@needs(Permission.ORGANIZATION_MANAGE)
def read_api_sites(request: ApiRequest) -> HttpResponse:
    """The sites whose pages browsers let use the public API."""
    return answer({"sites": api_sites()})


@router.put("/public-api-sites", response=ApiSitesOut, summary="Change the sites", operation_id="replace_api_sites")
@needs(Permission.ORGANIZATION_MANAGE)
def replace_api_sites(request: ApiRequest, new: ApiSitesIn) -> HttpResponse:
    """Says whose pages may use the public API; none for nobody's."""
    return answer({"sites": change_api_sites(new.sites, by=request.actor)})


def _out(form: WebForm) -> dict[str, Any]:
    return web_form_out(form, f"{home_of(current_organization())}/forms/{form.key}")


def _shown(form: WebForm) -> HttpResponse:
    shown = _out(form)
    return answer(shown, etag=content_etag(shown))


def _edit(new: WebFormChange) -> WebFormEdit:
    given = new.model_dump(exclude={"key"})
    return WebFormEdit(**given | {"category": new.category or ""})
