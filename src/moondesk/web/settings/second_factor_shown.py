"""What the settings of signing in show of the second factor that is asked for."""

from collections.abc import Sequence
from typing import Any

from moondesk.organizations.models import Organization
from moondesk.organizations.roles import names_of_roles
from moondesk.organizations.second_factor import members_without
from moondesk.organizations.sign_in_rules import EVERYBODY

FORM = "second"
"""The name of its form, among those of the page."""


def shown(organization: Organization, chosen: Sequence[str] | None) -> dict[str, Any]:
    """Return whom the organization asks, and who has none yet; ``chosen`` are the roles of a form that did not fit."""
    asked = organization.second_factor_roles
    ticked = asked if chosen is None else chosen
    return {
        "who": "everybody" if EVERYBODY in asked else "roles" if asked else "nobody",
        "days": organization.second_factor_days,
        "roles": [(key, name, key in ticked) for key, name in names_of_roles().items()],
        "without": [{"name": member.name, "until": moment} for member, moment in members_without(organization)],
    }
