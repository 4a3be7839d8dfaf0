"""Who runs the installation: made on its command line and nowhere else."""

from django.utils.translation import gettext as _

from moondesk.accounts.models import User, normal_email
from moondesk.accounts.queries import user_of
from moondesk.audit.actions import note_installation
from moondesk.operating.errors import InvalidOperating
from moondesk.organizations.actor import Door


def _set(email: str, *, is_operator: bool, name: str) -> User:
    user = user_of(normal_email(email))
    if user is None:
        text = _("Nobody signs in as %(email)s.") % {"email": email}
        raise InvalidOperating(text, fields={"email": text})
    if user.is_operator != is_operator:
        user.is_operator = is_operator
        user.save(update_fields=["is_operator"])
        note_installation(name, user=None, door=Door.COMMAND, subject_id=user.pk, label="moondesk", email=user.email)
    return user


def make_operator(email: str) -> User:
    """Make somebody an operator of the installation. Raises ``InvalidOperating``."""
    return _set(email, is_operator=True, name="operator.added")


def unmake_operator(email: str) -> User:
    """Make somebody an operator no more. Raises ``InvalidOperating``."""
    return _set(email, is_operator=False, name="operator.removed")
