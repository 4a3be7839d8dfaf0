"""What is told when an address cannot be reached: one text for all causes, or this desk would be a port scanner."""

from django.utils.translation import gettext as _

from moondesk.kit.errors import DomainError


class Unreachable(DomainError):
    """The address may not be reached, or did not answer well.

    ``why`` is for our log and for deciding whether to try again; nobody who gave the address may see it.
    """

    code = "unreachable"
    status = 422

    def __init__(self, why: str) -> None:
        super().__init__(_("This address cannot be reached from here. Check it, or ask whoever runs this desk."))
        self.why = why
