"""The organization around the tickets: who asks, departments, categories."""

import uuid

from django.http import HttpResponse
from ninja import Router

from moondesk.api.answers import answer, check_content, content_etag, no_content, page, unchanged
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.errors import NoSuchReference
from moondesk.api.inputs import DepartmentIn, DepartmentPatch, OrganizationPatch
from moondesk.api.members import members_out
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.api.shapes import CategoryPage, DepartmentPage, MeOut
from moondesk.kit.errors import NotFound
from moondesk.organizations import actions
from moondesk.organizations.models import Department, Member
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.organizations.schemas import DepartmentOut, OrganizationOut, department_out, organization_out
from moondesk.tickets.models import Category

router = Router(tags=["Organization"])
router.add_decorator(edge, mode="view")


class DepartmentNotFound(NotFound):
    """There is no such department."""

    code = "department_not_found"


@router.get("/me", response=MeOut, summary="Who you are", operation_id="get_me")
@needs(None)
def get_me(request: ApiRequest) -> HttpResponse:
    """The member behind the token or session, what they may do here, and the organization."""
    actor = request.actor
    members = list(Member.objects.select_related("user").filter(pk__in=[actor.member_id]))
    return answer(
        {
            "kind": actor.kind,
            "id": actor.id,
            "name": actor.label,
            "permissions": sorted(actor.permissions),
            "member": next(iter(members_out(members)), None),
            "organization": organization_out(current_organization()),
        }
    )


@router.get("/organization", response=OrganizationOut, summary="Read the organization", operation_id="get_organization")
@needs(None)
def get_organization(request: ApiRequest) -> HttpResponse:
    """What the organization is called, and where and when it is."""
    shown = organization_out(current_organization())
    etag = content_etag(shown)
    return unchanged(request, etag) or answer(shown, etag=etag)


@router.patch(
    "/organization", response=OrganizationOut, summary="Change the organization", operation_id="update_organization"
)
@needs(Permission.ORGANIZATION_MANAGE)
def update_organization(request: ApiRequest, changes: OrganizationPatch) -> HttpResponse:
    """Renames the organization or changes its language, time zone, or how long replies are held."""
    own = current_organization()
    check_content(request, organization_out(own))
    parts = {name: getattr(own, name) for name in OrganizationPatch.model_fields}
    actions.update_organization(own, **parts | changes.model_dump(exclude_unset=True), by=request.actor)
    shown = organization_out(own)
    return answer(shown, etag=content_etag(shown))


@router.get("/departments", response=DepartmentPage, summary="List departments", operation_id="list_departments")
@needs(None, parameters=PARAMETERS)
def list_departments(request: ApiRequest) -> HttpResponse:
    """Departments by name; `parent` makes a tree of them."""
    found, after = paged(Department.objects.all(), read_page(request, sorts={"name": str}, default="name"))
    return page([department_out(department) for department in found], after)


@router.post(
    "/departments", response={201: DepartmentOut}, summary="Create a department", operation_id="create_department"
)
@needs(Permission.DEPARTMENT_MANAGE)
def create_department(request: ApiRequest, new: DepartmentIn) -> HttpResponse:
    """Creates a department, below another or at the top."""
    department = actions.create_department(new.name, parent=_parent(new.parent), by=request.actor)
    shown = department_out(department)
    return answer(shown, status=201, etag=content_etag(shown), location=f"/api/v1/departments/{department.pk}")


@router.get(
    "/departments/{uuid:department_id}",
    response=DepartmentOut,
    summary="Read a department",
    operation_id="get_department",
)
@needs(None)
def get_department(request: ApiRequest, department_id: uuid.UUID) -> HttpResponse:
    """One department."""
    shown = department_out(_department(department_id))
    etag = content_etag(shown)
    return unchanged(request, etag) or answer(shown, etag=etag)


@router.patch(
    "/departments/{uuid:department_id}",
    response=DepartmentOut,
    summary="Change a department",
    operation_id="update_department",
)
@needs(Permission.DEPARTMENT_MANAGE)
def update_department(request: ApiRequest, department_id: uuid.UUID, changes: DepartmentPatch) -> HttpResponse:
    """Renames a department or moves it in the tree."""
    department = _department(department_id, locked=True)
    check_content(request, department_out(department))
    given = changes.model_fields_set
    actions.update_department(
        department,
        name=changes.name if "name" in given else department.name,
        parent=_parent(changes.parent) if "parent" in given else department.parent,
        by=request.actor,
    )
    shown = department_out(department)
    return answer(shown, etag=content_etag(shown))


@router.delete(
    "/departments/{uuid:department_id}",
    response={204: None},
    summary="Delete a department",
    operation_id="delete_department",
)
@needs(Permission.DEPARTMENT_MANAGE)
def delete_department(request: ApiRequest, department_id: uuid.UUID) -> HttpResponse:
    """Removes a department without tickets and without departments below it."""
    department = _department(department_id, locked=True)
    check_content(request, department_out(department))
    actions.delete_department(department, by=request.actor)
    return no_content()


def _department(wanted: uuid.UUID, *, locked: bool = False) -> Department:
    departments = Department.objects.select_for_update(of=("self",)) if locked else Department.objects.all()
    department = departments.filter(pk=wanted).first()
    if department is None:
        raise DepartmentNotFound("There is no such department.")
    return department


def _parent(wanted: uuid.UUID | None) -> Department | None:
    if wanted is None:
        return None
    try:
        return _department(wanted)
    except DepartmentNotFound as error:
        raise NoSuchReference(error.message, fields={"parent": error.message}) from None


@router.get("/categories", response=CategoryPage, summary="List categories", operation_id="list_categories")
@needs(None)
def list_categories(request: ApiRequest) -> HttpResponse:
    """All categories in order."""
    found = Category.objects.select_related("parent")
    return page(
        [
            {
                "id": one.pk,
                "key": one.key,
                "labels": one.labels,
                "parent": one.parent.key if one.parent else None,
                "department": one.department_id,
                "position": one.position,
            }
            for one in found
        ],
        None,
    )
