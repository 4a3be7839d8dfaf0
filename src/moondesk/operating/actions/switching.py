"""Switching features of one organization off and on, and of those to come: with a reason, and one step back."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from moondesk.accounts.models import User
from moondesk.audit.actions import note_installation
from moondesk.audit.actions.viewing import operator_actor
from moondesk.audit.rules import LONGEST_REASON
from moondesk.events.actions import emit
from moondesk.kit import tenancy
from moondesk.operating.actions.suspending import check_place, check_reason
from moondesk.operating.errors import InvalidOperating, SwitchedSince
from moondesk.operating.events import OFF, ON, FeaturesSwitched
from moondesk.operating.queries import last_switching
from moondesk.organizations.actions.switching import set_features, set_starting
from moondesk.organizations.actor import Door
from moondesk.organizations.features import Feature
from moondesk.organizations.queries import current_organization


def check_switching(off: Collection[Feature], reason: str, *, seen: Collection[Feature]) -> dict[Feature, bool]:
    """Return what would change: whether each such feature is on then. Raises ``InvalidOperating``."""
    check_reason(reason)
    changes = {one: one not in off for one in Feature if (one in off) != (one in seen)}
    if not changes:
        text = _("Nothing is switched yet. Move a switch first.")
        raise InvalidOperating(text, fields={"": text})
    return changes


def switch_features(
    organization_id: uuid.UUID, off: Collection[Feature], reason: str, *, seen: Collection[Feature], user: User
) -> None:
    """Let just these features be off for an organization, from its next request on; nothing of them is deleted.

    ``seen`` is what was off when the operator decided. Raises ``InvalidOperating``, and ``SwitchedSince``.
    """
    check_place(organization_id)
    changes = check_switching(off, reason, seen=seen)
    said = _said(changes, reason)
    with tenancy.organization(organization_id):
        if not set_features(changes, seen=seen):
            raise _switched_since()
        told = FeaturesSwitched(subject_id=organization_id, **said)
        emit(told, by=operator_actor(user))
        where: dict[str, Any] = {"subject_id": organization_id, "organization": current_organization().slug}
        note_installation(told.name, user=user, door=Door.CONSOLE, **where, **said)


@transaction.atomic
def switch_starting(off: Collection[Feature], reason: str, *, seen: Collection[Feature], user: User) -> None:
    """Let organizations that are created from now on begin without just these features; others stay as they are.

    ``seen`` is what was off when the operator decided. Raises ``InvalidOperating``, and ``SwitchedSince``.
    """
    changes = check_switching(off, reason, seen=seen)
    if not set_starting(off, seen=seen):
        raise SwitchedSince(_("Somebody changed this meanwhile. Look at what is off now, and choose again."))
    said = _said(changes, reason)
    said["features"] = ", ".join(f"{name}: {stands}" for name, stands in said["after"].items())
    note_installation("starting_features.switched", user=user, door=Door.CONSOLE, **said)


def _said(changes: dict[Feature, bool], reason: str) -> dict[str, Any]:
    return {
        "before": {one.value: OFF if is_on else ON for one, is_on in changes.items()},
        "after": {one.value: ON if is_on else OFF for one, is_on in changes.items()},
        "reason": reason.strip(),
    }


def take_switching_back(organization_id: uuid.UUID, event_id: uuid.UUID, *, user: User) -> None:
    """Switch back what was switched last. Raises ``SwitchedSince`` when something was switched again since."""
    check_place(organization_id)
    last = last_switching(organization_id)
    if last is None or last.event.pk != event_id or not last.still_holds:
        raise _switched_since()
    off = (last.off | {one for one, was_on in last.changes.items() if not was_on}) - {
        one for one, was_on in last.changes.items() if was_on
    }
    reason = _("Taken back: %(reason)s") % {"reason": last.event.data["reason"]}
    switch_features(organization_id, off, reason[:LONGEST_REASON], seen=last.off, user=user)


def _switched_since() -> SwitchedSince:
    return SwitchedSince(_("Something was switched here meanwhile. Look at what is off now, and switch again."))
