"""Mail addresses as people type them: what is wrong with one, in words that help."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from moondesk.accounts.models import normal_email

LENGTH = 254
NOT_AN_ADDRESS = gettext_noop("This is not a mail address. It looks like name@example.com.")
TOO_LONG = gettext_noop("Keep the address under %(most)s characters.")


def address_problem(email: str) -> str:
    """Return what is wrong with a mail address, or nothing."""
    normal = normal_email(email)
    if not normal:
        return _("Enter a mail address.")
    if len(normal) > LENGTH:
        return _(TOO_LONG) % {"most": LENGTH + 1}
    try:
        validate_email(normal)
    except ValidationError:
        return _(NOT_AN_ADDRESS)
    return ""


def mailbox_of(email: str) -> str:
    """Return by what mails to an address are counted: what stands behind a plus is mostly the same mailbox."""
    local, _at, domain = email.rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"
