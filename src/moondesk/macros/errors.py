"""What can be wrong with a macro."""

from moondesk.kit.errors import Conflict, InvalidInput, NotFound


class InvalidMacro(InvalidInput):
    """A macro's name, text or change does not fit; for an unknown variable, ``variables`` has those there are."""

    code = "invalid_macro"


class MacroNotFound(NotFound):
    """No such macro, or not one that the asker may use."""

    code = "macro_not_found"


class MacroOutdated(Conflict):
    """The macro changes to something that is not there any more; somebody has to mend it."""

    code = "macro_outdated"


class InvalidTemplate(InvalidInput):
    """Something of a template does not fit; for an unknown variable, ``variables`` has those there are."""

    code = "invalid_template"


class TemplateNotFound(NotFound):
    """No such template, or not one that the asker may use."""

    code = "template_not_found"
