"""Saved views."""

import uuid

from django.http import HttpResponse
from ninja import Router

from moondesk.api.answers import answer, no_content, page, version_etag, wanted_version
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.view_shapes import ViewIn, ViewList, ViewOrderIn, ViewOut, ViewPinIn, view_out
from moondesk.kit.errors import StaleVersion
from moondesk.organizations.permissions import Permission
from moondesk.views.actions import ViewEdit, change_view, create_view, delete_view, order_for_all, order_views, pin_view
from moondesk.views.models import SavedView
from moondesk.views.places import places_of
from moondesk.views.queries import Known, get_view, visible_to

router = Router(tags=["Views"])
router.add_decorator(edge, mode="view")


@router.get("", response=ViewList, summary="List views", operation_id="list_views")
@needs(Permission.TICKET_VIEW)
def list_views(request: ApiRequest) -> HttpResponse:
    """The saved views that you see: your own, those of your departments and of all. `GET /tickets?view=` opens one."""
    known, places = Known.read(), places_of(request.actor)
    return page([view_out(one, known, request.actor, places) for one in visible_to(request.actor)], None)


@router.post("", response={201: ViewOut}, summary="Save a view", operation_id="create_view")
@needs(Permission.TICKET_VIEW)
def add_view(request: ApiRequest, new: ViewIn) -> HttpResponse:
    """Saves a view. One for a department or all needs `views:view:manage`."""
    view = create_view(_edit(new), by=request.actor)
    return _view(request, view, status=201, location=f"/api/v1/views/{view.pk}")


@router.put("/order", response={204: None}, summary="Order views", operation_id="order_views")
@needs(Permission.TICKET_VIEW)
def put_in_order(request: ApiRequest, order: ViewOrderIn) -> HttpResponse:
    """Puts views into this order for you, or with `everybody` for all who chose none."""
    (order_for_all if order.everybody else order_views)(order.views, by=request.actor)
    return no_content()


@router.put("/{uuid:view_id}/pin", response=ViewOut, summary="Pin a view", operation_id="pin_view")
@needs(Permission.TICKET_VIEW)
def pin(request: ApiRequest, view_id: uuid.UUID, wanted: ViewPinIn) -> HttpResponse:
    """Puts a view that you see into your rail, or out of it. Others keep it as they have it."""
    view = get_view(request.actor, view_id)
    pin_view(view, is_pinned=wanted.pinned, by=request.actor)
    return _view(request, view)


@router.get("/{uuid:view_id}", response=ViewOut, summary="Read a view", operation_id="get_view")
@needs(Permission.TICKET_VIEW)
def read_view(request: ApiRequest, view_id: uuid.UUID) -> HttpResponse:
    """One view, with what in it is gone."""
    return _view(request, get_view(request.actor, view_id))


@router.put("/{uuid:view_id}", response=ViewOut, summary="Change a view", operation_id="replace_view")
@needs(Permission.TICKET_VIEW)
def replace_view(request: ApiRequest, view_id: uuid.UUID, new: ViewIn) -> HttpResponse:
    """Puts another view in its place. With `If-Match` nothing is changed when somebody was faster."""
    view = get_view(request.actor, view_id, lock=True)
    wanted = wanted_version(request)
    if wanted is not None and wanted != view.version:
        raise StaleVersion("This view was changed meanwhile.", extra={"version": view.version})
    return _view(request, change_view(view, _edit(new), by=request.actor))


@router.delete("/{uuid:view_id}", response={204: None}, summary="Delete a view", operation_id="delete_view")
@needs(Permission.TICKET_VIEW)
def remove_view(request: ApiRequest, view_id: uuid.UUID) -> HttpResponse:
    """Deletes a view; the tickets in it stay."""
    delete_view(get_view(request.actor, view_id, lock=True), by=request.actor)
    return no_content()


def _edit(new: ViewIn) -> ViewEdit:
    return ViewEdit(**new.model_dump() | {"scope": new.scope.value})


def _view(request: ApiRequest, view: SavedView, *, status: int = 200, location: str = "") -> HttpResponse:
    shown = view_out(view, Known.read(), request.actor, places_of(request.actor))
    return answer(shown, status=status, etag=version_etag(view.version), location=location)
