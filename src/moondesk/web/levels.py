"""How much of a part of the interface the reader has: pages ask here what they show."""

from functools import lru_cache

from moondesk.organizations.elements import Element, Level, all_levels
from moondesk.organizations.features import FEATURES
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest


def level(request: TenantRequest, element: Element) -> Level:
    """Return how much of an element whoever asks has. The actions behind it check for themselves."""
    return levels(request)[element]


def levels(request: TenantRequest) -> dict[Element, Level]:
    """Return how much of each element whoever asks has; of what the operator has switched off, nothing."""
    return _left(request.actor.permissions, tuple(request.organization.features_off))


@lru_cache(maxsize=500)
def _left(permissions: frozenset[Permission], off: tuple[str, ...]) -> dict[Element, Level]:
    hidden = {element for feature, about in FEATURES.items() if feature.value in off for element in about.elements}
    return all_levels(permissions) | dict.fromkeys(hidden, Level.NONE)
