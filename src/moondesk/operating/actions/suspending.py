"""Closing an organization, opening it again, and looking into it: with a reason that its people see."""

import uuid

from django.utils.translation import gettext as _

from moondesk.accounts.models import User
from moondesk.audit.actions import enter_as_operator, note_installation
from moondesk.audit.actions.viewing import operator_actor
from moondesk.audit.models import Viewing
from moondesk.audit.rules import LONGEST_REASON
from moondesk.events.actions import emit
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.database import organization_ids
from moondesk.kit.lines import line_problem
from moondesk.operating.actions.counting import count_here
from moondesk.operating.errors import InvalidOperating, UnknownPlace
from moondesk.operating.events import OrganizationResumed, OrganizationSuspended
from moondesk.organizations.actions.suspension import set_suspended
from moondesk.organizations.actor import Door


def check_place(organization_id: uuid.UUID) -> None:
    """Raise ``UnknownPlace`` for an organization that is not here."""
    if organization_id not in organization_ids():
        raise UnknownPlace(_("There is no such organization."))


def check_reason(reason: str) -> str:
    """Return why the operator does something, in one line. Raises ``InvalidOperating``."""
    if line_problem(reason, LONGEST_REASON):
        text = _("Say why, in one line of at most %(most)s characters.") % {"most": LONGEST_REASON}
        raise InvalidOperating(text, fields={"reason": text})
    return reason.strip()


def suspend(organization_id: uuid.UUID, reason: str, *, user: User) -> None:
    """Close an organization for all its people until it is opened again. Raises ``InvalidOperating``."""
    _switch(organization_id, reason, user, closing=True)


def resume(organization_id: uuid.UUID, reason: str, *, user: User) -> None:
    """Open an organization again. Raises ``InvalidOperating``."""
    _switch(organization_id, reason, user, closing=False)


def _switch(organization_id: uuid.UUID, reason: str, user: User, *, closing: bool) -> None:
    check_place(organization_id)
    why = check_reason(reason)
    told = OrganizationSuspended if closing else OrganizationResumed
    with tenancy.organization(organization_id):
        if not set_suspended(now() if closing else None):
            return
        emit(told(subject_id=organization_id, reason=why), by=operator_actor(user))
        slug = count_here().slug
        note_installation(
            told.name, user=user, door=Door.CONSOLE, subject_id=organization_id, organization=slug, reason=why
        )


def look_into(organization_id: uuid.UUID, reason: str, *, user: User) -> Viewing:
    """Let the operator look into an organization for a while; its owners are told. Raises ``InvalidViewing``."""
    check_place(organization_id)
    with tenancy.organization(organization_id):
        viewing = enter_as_operator(user, reason)
        slug = count_here().slug
        note_installation(
            "viewing.began",
            user=user,
            door=Door.CONSOLE,
            subject_id=organization_id,
            organization=slug,
            reason=viewing.reason,
        )
    return viewing
