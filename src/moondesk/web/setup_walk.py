"""The guided beginning of an organization: its steps, which are behind it, and what was typed and not yet saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from moondesk.events.queries import told_of
from moondesk.organizations.actions import pass_setup
from moondesk.organizations.events import SetupPassed
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest

_TYPED = "moondesk_setup"
"""Where in a session is kept what was typed in a step that somebody left without saving."""
_MOST_KEPT, _MOST_KEPT_OF_ONE = 20_000, 100
FOUNDING = "name"
"""The first step: it makes the organization, so it is behind every one that there is."""


@dataclass(frozen=True)
class Stage:
    """One step: its key in addresses, what it is called, and what it takes to carry it out."""

    key: str
    label: Promise
    needs: Permission = Permission.ORGANIZATION_MANAGE


STAGES = (
    Stage(FOUNDING, gettext_lazy("Name")),
    Stage("look", pgettext_lazy("step", "Look")),
    Stage("department", gettext_lazy("First department"), Permission.DEPARTMENT_MANAGE),
    Stage("people", pgettext_lazy("step", "Colleagues"), Permission.MEMBER_MANAGE),
    Stage("mail", gettext_lazy("Mail")),
    Stage("request", gettext_lazy("Test request")),
)


@dataclass(frozen=True)
class Mark:
    """One step as it is drawn: an address where one can go there, ``is_done`` when it is behind."""

    label: str
    href: str
    is_done: bool
    is_current: bool


def first_mark() -> list[Mark]:
    """Return the steps as they are drawn before there is an organization."""
    return [Mark(str(one.label), "", is_done=False, is_current=one.key == FOUNDING) for one in STAGES]


class Walk:
    """How far an organization came, for one who carries the steps out."""

    def __init__(self, request: TenantRequest) -> None:
        self.request = request
        self.stages = [one for one in STAGES if request.actor.may(one.needs)]

    @cached_property
    def _passed(self) -> dict[str, bool]:
        """The steps that are behind, each with whether it was skipped and never carried out."""
        found: dict[str, bool] = {FOUNDING: False}
        for said in (one.data for one in told_of(self.request.organization.pk, [SetupPassed.name])):
            found[said["step"]] = said["is_skipped"] and found.get(said["step"], True)
        return found

    @property
    def is_begun(self) -> bool:
        """Say whether a step after the first is behind."""
        return len(self._passed) > 1

    @property
    def current(self) -> str:
        """The step where somebody stopped; nothing when all are behind."""
        return next((one.key for one in self.stages if one.key not in self._passed), "")

    def is_carried_out(self, key: str) -> bool:
        """Say whether a step is behind and was not skipped."""
        return not self._passed.get(key, True)

    def note(self, key: str, *, is_skipped: bool = False) -> None:
        """Write down that a step is behind, once."""
        if key not in self._passed or (self._passed[key] and not is_skipped):
            pass_setup(self.request.organization, key, is_skipped=is_skipped, by=self.request.actor)

    def address(self, key: str) -> str:
        """Return where a step is; without one where the list of first steps is."""
        own = {"slug": self.request.organization.slug}
        return (
            reverse("settings:setup_stage", kwargs=own | {"stage": key})
            if key
            else reverse("settings:start", kwargs=own)
        )

    def beside(self, key: str, by: int) -> str:
        """Return the step before (-1) or after (1) another; nothing where it ends."""
        keys: Sequence[str] = [one.key for one in self.stages]
        at = keys.index(key) + by
        return keys[at] if 0 <= at < len(keys) else ""

    def marks(self, current: str) -> list[Mark]:
        """Return the steps as they are drawn."""
        return [
            Mark(str(one.label), self.address(one.key), one.key in self._passed, one.key == current)
            for one in self.stages
        ]

    def keep(self, key: str) -> None:
        """Keep in the session what a form sends of a step that is left without saving it."""
        kept, sent = self._kept(), self.request.POST
        own = [name for name in sent if name not in ("csrfmiddlewaretoken", "go")]
        kept[key] = {name: [value[:_MOST_KEPT] for value in sent.getlist(name)[:_MOST_KEPT_OF_ONE]] for name in own}
        self.request.session[_TYPED] = {str(self.request.organization.pk): kept}

    def typed(self, key: str) -> dict[str, list[str]]:
        """Return what was kept of a step, the values of each of its fields."""
        return dict(self._kept().get(key, {}))

    def forget(self, key: str) -> None:
        """Forget what was kept of a step, now that it is saved."""
        kept = self._kept()
        if kept.pop(key, None) is not None:
            self.request.session[_TYPED] = {str(self.request.organization.pk): kept}

    def _kept(self) -> dict[str, Any]:
        """Return what is kept for this organization: the one whose beginning is walked is the last."""
        held: dict[str, Any] = self.request.session.get(_TYPED, {})
        return dict(held.get(str(self.request.organization.pk), {}))
