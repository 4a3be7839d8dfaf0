"""Test data of the audit log."""

from collections.abc import Callable
from typing import Any

from moondesk.audit.actions import enter_as_operator, note_installation
from moondesk.audit.models import InstallationEntry, Retention, Viewing
from moondesk.organizations.actor import Door


def make_retention() -> Retention:
    """Return a choice of how long the log is kept."""
    return Retention.objects.create(days=365)


def make_entry() -> InstallationEntry:
    """Return something that happened to the installation."""
    return note_installation("session.refused", user=None, door=Door.ACCOUNT, label="nobody@example.test")


def make_viewing() -> Viewing:
    """Return a time in which the operator looked into the organization."""
    from tests import factories

    return enter_as_operator(factories.make_user(), "They asked for help")


AUDITING: dict[type, Callable[[], Any]] = {
    InstallationEntry: make_entry,
    Retention: make_retention,
    Viewing: make_viewing,
}
