"""Reading the fields of the organization in context."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from moondesk.fields.errors import FieldNotFound
from moondesk.fields.models import Field
from moondesk.fields.rules import Definition
from moondesk.kit.compiled import compiled


def read_definitions() -> tuple[Definition, ...]:
    """Return all fields in their order, the retired ones too."""
    return tuple(one.definition for one in _all())


@compiled
def _all() -> QuerySet[Field]:
    return Field.objects.all()


def get_field(key: str, *, lock: bool = False) -> Field:
    """Return a field by its key. Raises ``FieldNotFound``."""
    fields = Field.objects.select_for_update() if lock else Field.objects.all()
    found = fields.filter(key=key).first()
    if found is None:
        raise FieldNotFound(_("There is no such field."))
    return found


def all_fields() -> list[Field]:
    """Return the fields as rows, in their order."""
    return list(Field.objects.all())
