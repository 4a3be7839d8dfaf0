"""How much of a part of the interface the reader has: pages ask here what they show."""

from moondesk.organizations.elements import Element, Level, all_levels
from moondesk.web.edges import TenantRequest


def level(request: TenantRequest, element: Element) -> Level:
    """Return how much of an element whoever asks has. The actions behind it check for themselves."""
    return all_levels(request.actor.permissions)[element]
