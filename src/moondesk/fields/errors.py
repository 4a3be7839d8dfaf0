"""What can be wrong with a field, or with a value of one."""

from moondesk.kit.errors import InvalidInput, NotFound, StaleVersion


class FieldNotFound(NotFound):
    """The organization has no such field."""

    code = "field_not_found"


class InvalidField(InvalidInput):
    """The definition of a field does not fit."""

    code = "invalid_field"


class InvalidValue(InvalidInput):
    """A value does not fit its field; ``fields`` says which, ``extra['codes']`` why."""

    code = "invalid_field_value"


class FieldsRequired(InvalidInput):
    """Fields that are needed now have no value; ``extra['required']`` has their keys."""

    code = "fields_required"


class FieldsChangedMeanwhile(StaleVersion):
    """Somebody changed the fields or the form since it was read."""

    code = "fields_changed"
