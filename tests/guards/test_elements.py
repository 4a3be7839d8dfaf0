"""The registry of elements is what pages read, and what stands behind each element asks for the same permissions."""

import re
from pathlib import Path

import pytest
from django.urls import resolve, reverse

from moondesk.organizations.elements import ELEMENTS, Element
from moondesk.organizations.permission_texts import ELEMENT_NAMES
from moondesk.organizations.permissions import NEEDS, Permission
from moondesk.web.settings_list import PAGES
from tests.guards.routes import routes

_P = Permission
SOURCE = Path(__file__).parents[2] / "src" / "moondesk"
TELLS = {SOURCE / "organizations" / f"{name}.py" for name in ("permissions", "elements", "permission_texts")}
"""Where permissions are named and nothing is enforced."""


def _texts(*patterns: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for one in patterns for path in sorted(SOURCE.glob(one)))


def test_every_element_is_read_by_a_page() -> None:
    read = set(re.findall(r"\bE\.([A-Z_]+)\b", _texts("templates/**/*.html")))
    read |= set(re.findall(r"\bElement\.([A-Z_]+)\b", _texts("web/**/*.py")))
    assert {element.name for element in Element} - read == set()
    assert read - {element.name for element in Element} == set(), "these are in no registry"


def test_every_step_of_an_element_is_enforced() -> None:
    """By the view of an address, or by an action: the page that shows no button is no protection."""
    asked = {getattr(route.view, "moondesk_permission", None) for route in routes()}
    outside = [path for path in SOURCE.glob("**/*.py") if path not in TELLS and "web" not in path.parts]
    named = "\n".join(path.read_text(encoding="utf-8") for path in outside)
    asked |= {Permission[name] for name in re.findall(r"\b(?:Permission|_P)\.([A-Z_]+)\b", named)}
    missing = [
        (element.value, permission)
        for element, steps in ELEMENTS.items()
        for permission in (steps.view, steps.interact, steps.full)
        if permission not in asked
    ]
    assert missing == []


def test_every_element_has_steps_and_a_name() -> None:
    assert set(ELEMENTS) == set(Element) == set(ELEMENT_NAMES)


@pytest.mark.parametrize(("name", "element"), [(page[0], page[3]) for page in PAGES])
def test_a_page_of_settings_needs_what_its_element_needs(name: str, element: Element) -> None:
    view = resolve(reverse(f"settings:{name}", kwargs={"slug": "acme"})).func
    assert getattr(view, "moondesk_permission", None) is ELEMENTS[element].view


def test_at_the_desk_who_has_a_step_has_those_before() -> None:
    """A role cannot have the use of something that it does not see: the page and the action would differ."""

    def needed(permission: Permission) -> set[Permission]:
        below = NEEDS.get(permission)
        return {permission} if below is None else {permission, *needed(below)}

    apart = {_P.SETTINGS_OPEN, _P.ORGANIZATION_MANAGE, _P.AUDIT_VIEW, _P.MESSAGE_MODERATE}
    found = [
        (element.value, later)
        for element, steps in ELEMENTS.items()
        for earlier, later in ((steps.view, steps.interact), (steps.interact, steps.full))
        if earlier not in needed(later) and not {earlier, later} & apart and element is not Element.BULK_BAR
    ]
    assert found == []
