"""The tree of departments."""

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.organizations.actions.names import check_name
from moondesk.organizations.actor import Actor
from moondesk.organizations.errors import DepartmentInUse, InvalidOrganization
from moondesk.organizations.events import DepartmentCreated, DepartmentUpdated
from moondesk.organizations.models import Department
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import hold_organization, with_all_below


def _check_name(name: str) -> str:
    return check_name(name, empty=_("Give the department a name."))


def _save(department: Department, *, new: bool) -> None:
    try:
        with transaction.atomic():
            department.save(force_insert=new)
    except IntegrityError:
        text = _("There is a department with this name already.")
        raise InvalidOrganization(text, fields={"name": text}) from None


def create_department(name: str, *, by: Actor, parent: Department | None = None) -> Department:
    """Create a department, below another or at the top."""
    by.require(Permission.DEPARTMENT_MANAGE)
    hold_organization()
    department = Department(name=_check_name(name), parent=parent, position=Department.objects.count())
    _save(department, new=True)
    emit(DepartmentCreated(subject_id=department.pk, label=department.name), by=by)
    return department


def update_department(department: Department, *, name: str, parent: Department | None, by: Actor) -> None:
    """Rename a department or move it in the tree. Raises ``InvalidOrganization`` for a circle."""
    by.require(Permission.DEPARTMENT_MANAGE)
    hold_organization()
    if parent is not None and parent.pk in with_all_below({department.pk}):
        text = _("A department cannot stand below itself.")
        raise InvalidOrganization(text, fields={"parent": text})
    department.name, department.parent = _check_name(name), parent
    _save(department, new=False)
    emit(DepartmentUpdated(subject_id=department.pk, change="updated", label=department.name), by=by)


def delete_department(department: Department, *, by: Actor) -> None:
    """Remove an empty department. Raises ``DepartmentInUse`` while tickets or departments are in it."""
    by.require(Permission.DEPARTMENT_MANAGE)
    hold_organization()
    emit(DepartmentUpdated(subject_id=department.pk, change="deleted", label=department.name), by=by)
    try:
        with transaction.atomic():
            department.delete()
    except ProtectedError:
        raise DepartmentInUse(_("Move its tickets and departments elsewhere first.")) from None
