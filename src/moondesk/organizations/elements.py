"""What of the interface somebody has: each element with what it takes to see it, to use it, and to have all of it.

The interface only mirrors what the server decides: every action checks the same permissions again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache

from moondesk.organizations.permissions import Permission

_P = Permission


class Level(IntEnum):
    """How much somebody has of an element."""

    NONE = 0
    VIEW = 1
    INTERACT = 2
    FULL = 3

    @property
    def shown(self) -> bool:
        """Whether it is there at all."""
        return self >= Level.VIEW

    @property
    def usable(self) -> bool:
        """Whether something can be done with it."""
        return self >= Level.INTERACT

    @property
    def full(self) -> bool:
        """Whether everything can be done with it."""
        return self is Level.FULL


class Element(StrEnum):
    """A part of the interface that is not the same for everybody."""

    COMPOSER = "composer"
    NOTES = "notes"
    PROPERTIES = "properties"
    BULK_BAR = "bulk_bar"
    EXPORT = "export"
    NEW_TICKET = "new_ticket"
    TIME_PANEL = "time_panel"
    CONTACT_PANEL = "contact_panel"
    MACROS = "macros"
    VIEWS = "views"
    TRASH = "trash"
    START = "start"
    ORGANIZATION = "organization"
    BRANDING = "branding"
    PORTAL = "portal"
    MEMBERS = "members"
    ROLES = "roles"
    DEPARTMENTS = "departments"
    WORKFLOW = "workflow"
    FILES = "files"
    TAGS = "tags"
    TEMPLATES = "templates"
    FIELDS = "fields"
    MAIL = "mail"
    WEB_FORMS = "web_forms"
    PUBLIC_API = "public_api"
    LEDGER = "ledger"
    AUDIT = "audit"
    SIGN_IN = "sign_in"
    DIRECTORY = "directory"
    TOKENS = "tokens"


@dataclass(frozen=True)
class Steps:
    """What it takes to see an element, to use it, and to have all of it; each step includes those before."""

    view: Permission
    interact: Permission
    full: Permission


ELEMENTS: dict[Element, Steps] = {
    Element.COMPOSER: Steps(_P.TICKET_REPLY, _P.TICKET_REPLY, _P.MESSAGE_MODERATE),
    Element.NOTES: Steps(_P.NOTE_VIEW, _P.NOTE_CREATE, _P.MESSAGE_MODERATE),
    Element.PROPERTIES: Steps(_P.TICKET_VIEW, _P.TICKET_UPDATE, _P.TICKET_ASSIGN),
    Element.BULK_BAR: Steps(_P.TICKET_UPDATE, _P.TICKET_UPDATE, _P.TICKET_DELETE),
    Element.EXPORT: Steps(_P.TICKET_VIEW, _P.TICKET_VIEW, _P.TICKET_VIEW),
    Element.NEW_TICKET: Steps(_P.TICKET_ON_BEHALF, _P.TICKET_ON_BEHALF, _P.TICKET_ON_BEHALF),
    Element.TIME_PANEL: Steps(_P.TIME_VIEW, _P.TIME_TRACK, _P.TIME_MANAGE),
    Element.CONTACT_PANEL: Steps(_P.CONTACT_VIEW, _P.CONTACT_MANAGE, _P.CONTACT_MANAGE),
    Element.MACROS: Steps(_P.MACRO_OWN, _P.MACRO_OWN, _P.MACRO_MANAGE),
    Element.VIEWS: Steps(_P.TICKET_VIEW, _P.TICKET_VIEW, _P.VIEW_MANAGE),
    Element.TRASH: Steps(_P.TICKET_DELETE, _P.TICKET_DELETE, _P.TICKET_PURGE),
    Element.START: Steps(_P.ORGANIZATION_MANAGE, _P.ORGANIZATION_MANAGE, _P.ORGANIZATION_MANAGE),
    Element.ORGANIZATION: Steps(_P.SETTINGS_OPEN, _P.ORGANIZATION_MANAGE, _P.ORGANIZATION_MANAGE),
    Element.BRANDING: Steps(_P.ORGANIZATION_MANAGE, _P.ORGANIZATION_MANAGE, _P.ORGANIZATION_MANAGE),
    Element.PORTAL: Steps(_P.ORGANIZATION_MANAGE, _P.ORGANIZATION_MANAGE, _P.ORGANIZATION_MANAGE),
    Element.MEMBERS: Steps(_P.SETTINGS_OPEN, _P.MEMBER_MANAGE, _P.MEMBER_MANAGE),
    Element.ROLES: Steps(_P.SETTINGS_OPEN, _P.ROLE_MANAGE, _P.ROLE_MANAGE),
    Element.DEPARTMENTS: Steps(_P.SETTINGS_OPEN, _P.DEPARTMENT_MANAGE, _P.DEPARTMENT_MANAGE),
    Element.WORKFLOW: Steps(_P.SETTINGS_OPEN, _P.WORKFLOW_MANAGE, _P.WORKFLOW_MANAGE),
    Element.FILES: Steps(_P.SETTINGS_OPEN, _P.ORGANIZATION_MANAGE, _P.ORGANIZATION_MANAGE),
    Element.TAGS: Steps(_P.SETTINGS_OPEN, _P.TAG_MANAGE, _P.TAG_MANAGE),
    Element.TEMPLATES: Steps(_P.MACRO_MANAGE, _P.MACRO_MANAGE, _P.MACRO_MANAGE),
    Element.FIELDS: Steps(_P.SETTINGS_OPEN, _P.FIELD_MANAGE, _P.FIELD_MANAGE),
    Element.MAIL: Steps(_P.MAIL_MANAGE, _P.MAIL_MANAGE, _P.MAIL_MANAGE),
    Element.WEB_FORMS: Steps(_P.ORGANIZATION_MANAGE, _P.ORGANIZATION_MANAGE, _P.ORGANIZATION_MANAGE),
    Element.PUBLIC_API: Steps(_P.ORGANIZATION_MANAGE, _P.ORGANIZATION_MANAGE, _P.ORGANIZATION_MANAGE),
    Element.LEDGER: Steps(_P.MAIL_VIEW, _P.MAIL_RELEASE, _P.MAIL_MANAGE),
    Element.AUDIT: Steps(_P.AUDIT_VIEW, _P.AUDIT_VIEW, _P.ORGANIZATION_MANAGE),
    Element.SIGN_IN: Steps(_P.ORGANIZATION_MANAGE, _P.ORGANIZATION_MANAGE, _P.ORGANIZATION_MANAGE),
    Element.DIRECTORY: Steps(_P.DIRECTORY_MANAGE, _P.DIRECTORY_MANAGE, _P.DIRECTORY_MANAGE),
    Element.TOKENS: Steps(_P.TOKEN_OWN, _P.TOKEN_OWN, _P.TOKEN_MANAGE),
}


def level_of(permissions: Collection[Permission], element: Element) -> Level:
    """Return how much of an element somebody with the permissions has."""
    steps = ELEMENTS[element]
    level = Level.NONE
    for step, permission in ((Level.VIEW, steps.view), (Level.INTERACT, steps.interact), (Level.FULL, steps.full)):
        if permission not in permissions:
            break
        level = step
    return level


@lru_cache(maxsize=500)
def all_levels(permissions: frozenset[Permission]) -> dict[Element, Level]:
    """Return the level of every element: what pages read, many times each."""
    return {element: level_of(permissions, element) for element in Element}


def levels_of(permissions: frozenset[Permission]) -> dict[str, str]:
    """Return the name of the level of every element, for programs that draw an interface."""
    return {element.value: level.name.lower() for element, level in all_levels(permissions).items()}


def elements_of(permission: Permission) -> list[tuple[Element, Level]]:
    """Return the elements in which a permission makes a difference, each with the lowest level that it gives."""
    found = []
    for element, steps in ELEMENTS.items():
        at = [level for level, one in zip((1, 2, 3), (steps.view, steps.interact, steps.full), strict=True)
              if one is permission]  # fmt: skip
        if at:
            found.append((element, Level(min(at))))
    return found
