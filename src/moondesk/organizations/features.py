"""What the operator of an installation can switch off for one organization, and by which doors each is come to."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moondesk.organizations.elements import Element


class Feature(StrEnum):
    """One thing that can be switched off. Its value is kept with organizations and told in events."""

    OWN_DOMAIN = "own_domain"
    WEB_FORMS = "web_forms"
    PUBLIC_API = "public_api"
    DIRECTORY = "directory"
    APPS = "apps"
    EXPORTS = "exports"
    MAIL_HOOKS = "mail_hooks"


@dataclass(frozen=True)
class About:
    """What a feature is called, what stops without it, the addresses that are closed then, and what pages do not show.

    An address is told by its beginning, without its host and without the name of the organization: ``settings/…``,
    ``desk/…``, ``help/…`` (also at a domain of its own), ``api/v1/…``. What else asks calls ``switches.refuse_off``
    itself.
    """

    name: Promise
    without: Promise
    doors: tuple[str, ...] = ()
    elements: tuple[Element, ...] = ()


FEATURES: dict[Feature, About] = {
    Feature.OWN_DOMAIN: About(
        _("Own domain of the help pages"),
        _("Who comes to the domain is led to the help pages at this installation's own address, and so do links."),
        ("settings/portal/check", "api/v1/portal/domain-check"),
    ),
    Feature.WEB_FORMS: About(
        _("Web forms"),
        _("Forms in other sites and behind links take nothing. The form of the help pages stays."),
        ("settings/web-forms", "help/forms", "help/confirm", "api/v1/web-forms"),
        (Element.WEB_FORMS,),
    ),
    Feature.PUBLIC_API: About(
        _("Public API without sign-in"),
        _("Nobody writes in or follows a ticket by it. Help pages and mails go on."),
        ("settings/public-api", "api/v1/public", "api/v1/public-api-sites"),
        (Element.PUBLIC_API,),
    ),
    Feature.DIRECTORY: About(
        _("Directory of people"),
        _("SCIM is refused and nothing is read by the clock. Whoever it brought in stays a member."),
        ("settings/directory", "api/v1/directory"),
        (Element.DIRECTORY,),
    ),
    Feature.APPS: About(
        _("Sign-in of apps"),
        _("Access tokens of apps, got with a password, are refused in this organization. API tokens go on."),
    ),
    Feature.EXPORTS: About(
        _("Exports of tickets"),
        _("Nobody begins or fetches one, and those under way stop. Owners still take their data along on leaving."),
        ("desk/exports", "api/v1/exports"),
        (Element.EXPORT,),
    ),
    Feature.MAIL_HOOKS: About(
        _("Doors of mail providers"),
        _("What providers push is put off; they try again, and give up after hours. Other ways of mail go on."),
        ("settings/mail/providers", "api/v1/mail-hooks"),
    ),
}

_BY_DOOR = sorted(
    ((door, feature) for feature, about in FEATURES.items() for door in about.doors),
    key=lambda one: len(one[0]),
    reverse=True,
)


def feature_at(place: str) -> Feature | None:
    """Return which feature an address belongs to, if any; the longest beginning that fits says so."""
    within = place.strip("/") + "/"
    return next((feature for door, feature in _BY_DOOR if within.startswith(f"{door}/")), None)
