"""Creating an organization and changing what it is called."""

import re
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from moondesk.accounts.models import User
from moondesk.events.actions import emit
from moondesk.events.differences import differences
from moondesk.kit import tenancy
from moondesk.kit.clock import known_zones
from moondesk.kit.ids import new_id
from moondesk.organizations.actions.members import add_member
from moondesk.organizations.actions.names import check_name
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.errors import InvalidOrganization
from moondesk.organizations.events import FirstStepsClosed, OrganizationChanged, OrganizationCreated, SetupPassed
from moondesk.organizations.models import Organization
from moondesk.organizations.permissions import Permission, Role
from moondesk.organizations.switches import off_at_start

UNDO_SECONDS = (0, 10, 20, 30, 60, 120)
"""For how long a reply may be held before it leaves, to choose from."""
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
RESERVED_SLUGS = frozenset(
    [
        "accounts",
        "admin",
        "api",
        "assets",
        "console",
        "dev",
        "docs",
        "files",
        "healthz",
        "help",
        "internal",
        "language",
        "mail-consent",
        "mail-pictures",
        "metrics",
        "moondesk",
        "organizations",
        "readyz",
        "s",
        "scim",
        "settings",
        "static",
        "status",
        "support",
        "theme",
        "viewing",
        "www",
    ]
)


def check_slug(slug: str) -> str:
    """Return a slug fit for addresses. Raises ``InvalidOrganization``."""
    normal = slug.strip().lower()
    if not _SLUG.fullmatch(normal) or normal in RESERVED_SLUGS:
        text = _("Use 1 to 40 small letters, figures and hyphens, and not a name that Moondesk uses itself.")
        raise InvalidOrganization(text, fields={"slug": text})
    return normal


def create_organization(
    *, name: str, slug: str, owner: User, language: str = "en", time_zone: str = "UTC", **fields: Any
) -> Organization:
    """Create an organization with its first member as owner, without what the operator wants new ones to begin without.

    The caller enters the organization afterwards.

    Raises ``InvalidOrganization`` when the slug is taken or does not fit.
    """
    shown = _check_name(name)
    normal = check_slug(slug)
    _check_zone(time_zone)
    off = sorted(one.value for one in off_at_start())
    given: dict[str, Any] = {"language": language, "time_zone": time_zone, "features_off": off, **fields}
    organization = Organization(id=new_id(), name=shown, slug=normal, **given)
    with tenancy.organization(organization.pk):
        try:
            with transaction.atomic():
                organization.save(force_insert=True)
        except IntegrityError:
            text = _("This address is taken.")
            raise InvalidOrganization(text, fields={"slug": text}) from None
        by = system_actor(organization.pk)
        emit(OrganizationCreated(subject_id=organization.pk, slug=normal, features_off=tuple(off)), by=by)
        add_member(owner, roles=[Role.OWNER], by=by)
    return organization


def _check_name(name: str) -> str:
    return check_name(name, empty=_("Give the organization a name."))


def _check_zone(time_zone: str) -> None:
    if time_zone not in known_zones():
        text = _("There is no such time zone.")
        raise InvalidOrganization(text, fields={"time_zone": text})


def close_first_steps(organization: Organization, *, by: Actor) -> None:
    """Put away the list of first steps, for everybody of the organization."""
    by.require(Permission.ORGANIZATION_MANAGE)
    emit(FirstStepsClosed(subject_id=organization.pk), by=by)


def pass_setup(organization: Organization, step: str, *, is_skipped: bool, by: Actor) -> None:
    """Write down that a step of the guided beginning is behind the organization."""
    by.require(Permission.ORGANIZATION_MANAGE)
    emit(SetupPassed(subject_id=organization.pk, step=step, is_skipped=is_skipped), by=by)


def update_organization(
    organization: Organization, *, name: str, language: str, time_zone: str, undo_seconds: int, by: Actor
) -> None:
    """Change the name, language, time zone, and for how long a reply can be undone before it leaves."""
    by.require(Permission.ORGANIZATION_MANAGE)
    shown = _check_name(name)
    _check_zone(time_zone)
    if language not in dict(settings.LANGUAGES):
        text = _("This cannot be chosen.")
        raise InvalidOrganization(text, fields={"language": text})
    if undo_seconds not in UNDO_SECONDS:
        text = _("This cannot be chosen.")
        raise InvalidOrganization(text, fields={"undo_seconds": text})
    wanted = {"name": shown, "language": language, "time_zone": time_zone, "undo_seconds": undo_seconds}
    before, after = differences({part: getattr(organization, part) for part in wanted}, wanted)
    for part, value in after.items():
        setattr(organization, part, value)
    if after:
        organization.save(update_fields=list(after))
        emit(OrganizationChanged(subject_id=organization.pk, before=before, after=after), by=by)
