"""What can be wrong with a way out."""

from moondesk.kit.errors import Conflict, InvalidInput, NotFound


class InvalidWay(InvalidInput):
    """Something of a way out does not fit."""

    code = "invalid_way_out"


class WayNotFound(NotFound):
    """No such way out."""

    code = "way_out_not_found"


class WayPaused(Conflict):
    """The way out is paused, so it cannot be tried."""

    code = "way_out_paused"


class MailNotFound(NotFound):
    """No such mail."""

    code = "mail_not_found"


class NotResendable(Conflict):
    """The mail cannot be sent again: it arrived, is on its way, or its secret is gone."""

    code = "mail_not_resendable"


class DeadAddressNotFound(NotFound):
    """Nothing keeps mails from this address."""

    code = "dead_address_not_found"


class DeadAddressKept(Conflict):
    """Mails came back from the address again meanwhile, so there is nothing to take back."""

    code = "dead_address_kept"


class InvalidMailTemplate(InvalidInput):
    """Something of a mail's words is not understood; ``fields`` says what and where."""

    code = "invalid_mail_template"


class MailTemplateNotFound(NotFound):
    """There is no such mail, or none in this language."""

    code = "mail_template_not_found"
