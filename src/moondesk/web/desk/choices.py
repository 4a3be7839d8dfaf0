"""What a ticket can be given: statuses, members, departments, categories, as menus and fields offer them."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from moondesk.fields.forms import Catalogue
from moondesk.macros.models import TicketTemplate
from moondesk.macros.template_queries import all_templates
from moondesk.organizations.models import Department, Member, Organization
from moondesk.organizations.people import all_members
from moondesk.organizations.queries import assignable_members, department_tree
from moondesk.tickets.fielding import read_catalogue
from moondesk.tickets.models import Category, Status
from moondesk.tickets.rules import Priority, Stage, TicketType
from moondesk.tickets.statuses import read_workflow
from moondesk.tickets.tag_queries import tag_colours
from moondesk.tickets.workflow import Refusal, Workflow
from moondesk.web import kept
from moondesk.web.desk import words
from moondesk.web.signs import sign_of

_REASONS = {
    Refusal.RETIRED: _("retired"),
    Refusal.NOBODY: _("not from here"),
    Refusal.ROLE: _("not for your role"),
}

_SENTENCES = {
    Refusal.RETIRED: _("No ticket can take the status %(new)s any more."),
    Refusal.ROLE: _("Your role does not move tickets from %(old)s to %(new)s."),
    Refusal.NOBODY: _("Tickets do not go from %(old)s to %(new)s here."),
}


@dataclass(frozen=True)
class Offer:
    """One status in a menu: ``closed`` says why a ticket cannot go there."""

    status: Status
    closed: str
    is_now: bool

    @property
    def tail(self) -> str:
        """What the menu says beside its name."""
        if self.closed or self.is_now:
            return self.closed
        return gettext("needs a note") if self.status.needs_note else ""


def choices_of(organization: Organization) -> "Choices":
    """Return the choices of an organization, read once until something of them changes. Nobody may change them."""
    made: Choices = kept.value(("choices", organization.pk, organization.config_version), Choices)
    return made


@dataclass
class Choices:
    """The choices of one organization, each read once."""

    @cached_property
    def statuses(self) -> list[Status]:
        """The statuses that tickets can have, in the order of the workflow."""
        return [status for status in self.by_key.values() if status.retired_at is None]

    @cached_property
    def by_key(self) -> dict[str, Status]:
        """All statuses by key, also those that only history and the last of their tickets still have."""
        return {status.key: status for status in Status.objects.all()}

    @cached_property
    def workflow(self) -> Workflow:
        """Who may move what where."""
        return read_workflow()

    def moves(self, old: str, roles: Collection[str]) -> list[Offer]:
        """Return where somebody may move a ticket of a status, and why not elsewhere; where it is comes along."""
        return [Offer(one, self.refusal(old, one.key, roles), is_now=one.key == old) for one in self.statuses]

    def refusal(self, old: str, new: str, roles: Collection[str]) -> str:
        """Return in a few words why a move is not open to somebody, or nothing if it is."""
        why = self.workflow.refusal(old, new, roles)
        return str(_REASONS[why]) if why else ""

    def refused_move(self, old: str, new: str, roles: Collection[str]) -> str:
        """Return the same as a sentence, for a button that says nothing of the statuses."""
        why = self.workflow.refusal(old, new, roles)
        return str(_SENTENCES[why]) % {"old": self.label(old), "new": self.label(new)} if why else ""

    def default_of(self, stage: Stage) -> str:
        """Return the key of the status that a ticket takes when it enters a stage by itself."""
        return self.workflow.default_of(stage).key

    def colour(self, key: str) -> str:
        """Return the colour of the status with this key."""
        return self.by_key[key].shown_colour if key in self.by_key else "muted"

    @cached_property
    def tag_colours(self) -> dict[str, str]:
        """The colours of the tags that have one."""
        return tag_colours()

    @cached_property
    def members(self) -> list[Member]:
        """Who may be given tickets."""
        return assignable_members()

    @cached_property
    def names(self) -> dict[uuid.UUID, str]:
        """The names of all who work here, for those who follow a ticket."""
        return {one.pk: one.name for one in all_members() if one.is_active}

    @cached_property
    def departments(self) -> list[tuple[Department, int]]:
        """The departments in the order of their tree."""
        return department_tree()

    @cached_property
    def categories(self) -> list[Category]:
        """The categories."""
        return list(Category.objects.all())

    @cached_property
    def catalogue(self) -> Catalogue:
        """The custom fields and their forms."""
        return read_catalogue()

    @cached_property
    def templates(self) -> list[TicketTemplate]:
        """With what a new ticket can begin."""
        return list(all_templates().filter(retired_at=None))

    @property
    def priorities(self) -> list[tuple[str, str]]:
        """Keys and words of the priorities, most first."""
        return [(priority.key, str(word)) for priority, word in words.PRIORITIES.items()]

    @property
    def types(self) -> list[tuple[str, str]]:
        """Keys and words of the types."""
        return [(type_.value, str(word)) for type_, word in words.TYPES.items()]

    @property
    def department_options(self) -> list[tuple[str, str]]:
        """The departments for a field, those below indented."""
        return [(str(one.pk), "\u2003" * depth + one.name) for one, depth in self.departments]

    @property
    def category_options(self) -> list[tuple[str, str]]:
        """The categories for a field."""
        return [(one.key, one.label()) for one in self.categories]

    @property
    def member_options(self) -> list[tuple[str, str]]:
        """The members for a field."""
        return [(str(one.pk), one.name) for one in self.members]

    def sign(self, key: str) -> str:
        """Return the sign of the status with this key."""
        return sign_of(self.by_key[key]) if key in self.by_key else ""

    def label(self, key: str) -> str:
        """Return the name of the status with this key."""
        return self.by_key[key].label() if key in self.by_key else key

    def department_name(self, department: uuid.UUID) -> str:
        """Return the name of a department, or nothing when it is gone."""
        return next((one.name for one, _depth in self.departments if one.pk == department), "")


def priority_word(priority: int) -> Any:
    """Return the word of a priority."""
    return words.PRIORITIES[Priority(priority)]


def type_word(type_: str) -> Any:
    """Return the word of a type."""
    return words.TYPES[TicketType(type_)]
