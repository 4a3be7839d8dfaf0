"""Names of organizations, departments and tokens: one line that can be shown. And how an organization looks."""

from django.utils.translation import gettext as _

from moondesk.kit.lines import line_problem
from moondesk.organizations.errors import InvalidOrganization
from moondesk.organizations.models import Organization

NAME_LENGTH = 80


def check_name(name: str, *, empty: str) -> str:
    """Return a name with single blanks. Raises ``InvalidOrganization`` beside the field; ``empty`` asks for one."""
    normal = " ".join(name.split())
    problem = line_problem(normal, NAME_LENGTH)
    if problem is None:
        return normal
    texts = {
        "empty": empty,
        "too_long": _("Keep the name under %(most)s characters.") % {"most": NAME_LENGTH + 1},
        "control": _("The name has characters that cannot be shown."),
    }
    raise InvalidOrganization(texts[problem], fields={"name": texts[problem]})


def set_look(organization: Organization, *, brand_hue: int, logo_mark: str) -> None:
    """Write the colour and the logo down. Only ``branding.actions`` calls this: it checks permission and values."""
    organization.brand_hue, organization.logo_mark = brand_hue, logo_mark
    organization.save(update_fields=["brand_hue", "logo_mark"])


def set_help_domain(organization: Organization, domain: str) -> None:
    """Write down at which domain the help pages are. Only ``portals.actions`` calls this: it knows what is proven."""
    if organization.help_domain != domain:
        organization.help_domain = domain
        organization.save(update_fields=["help_domain"])
