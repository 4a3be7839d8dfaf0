"""What can be wrong with a web form."""

from moondesk.kit.errors import Conflict, InvalidInput, NotFound


class InvalidWebForm(InvalidInput):
    """Something of a web form does not fit."""

    code = "invalid_web_form"


class InvalidSites(InvalidInput):
    """One of the sites is no address of a site."""

    code = "invalid_sites"


class WebFormNotFound(NotFound):
    """No such web form, or one that is not shown any more."""

    code = "web_form_not_found"


class ConfirmationNotFound(NotFound):
    """The link of a confirmation is not good, or not any more."""

    code = "confirmation_expired"


class FormsFull(Conflict):
    """There is no room for one more form."""

    code = "too_many_web_forms"
