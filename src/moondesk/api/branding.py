"""How an organization looks to its customers."""

import base64
import binascii
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from moondesk.api.answers import answer, check_content, content_etag, unchanged
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input
from moondesk.branding.actions import LABEL_LENGTH, LENGTHS, URL_LENGTH, LinkEdit, LookEdit, change_look
from moondesk.branding.logos import refused
from moondesk.branding.queries import current_look
from moondesk.branding.rules import MOST_LINKS
from moondesk.organizations.models import Organization
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.portals.queries import home_of

router = Router(tags=["Help pages"])
router.add_decorator(edge, mode="view")
_CONTENT = 900_000


class BrandingLink(Input):
    """A link at the foot of the help pages."""

    model_config = ConfigDict(extra="forbid")

    url: Annotated[str, StringConstraints(max_length=URL_LENGTH)]
    labels: dict[str, Annotated[str, StringConstraints(max_length=LABEL_LENGTH)]] = Field(
        description="What it is called, by language"
    )


class BrandingTexts(Input):
    """The first words of the help pages in one language; empty for those of Moondesk."""

    model_config = ConfigDict(extra="forbid")

    heading: Annotated[str, StringConstraints(max_length=LENGTHS["heading"])] = ""
    welcome: Annotated[str, StringConstraints(max_length=LENGTHS["welcome"])] = ""


class BrandingOut(BaseModel):
    """How the organization looks to its customers."""

    model_config = ConfigDict(extra="forbid")

    hue: int = Field(description="In OKLCH, 0 to 359; each theme draws it so that text on it can be read (4.5:1)")
    logo: str | None = Field(description="Where the logo is")
    texts: dict[str, BrandingTexts] = Field(description="By language")
    links: list[BrandingLink]


class BrandingLogo(Input):
    """A new logo: PNG, JPEG or WebP. A request has at most 1 MB; larger pictures are uploaded at the page."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(max_length=200)]
    content: Annotated[str, StringConstraints(max_length=_CONTENT)] = Field(description="In base64")


class BrandingChange(Input):
    """What to change; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"colour": "#7a2e63", "texts": {"en": {"heading": "Hello"}}}]}
    )

    colour: Annotated[str, StringConstraints(max_length=7)] = Field(
        default="", description="`#rrggbb`; its hue is kept, so that contrast holds in each theme"
    )
    texts: dict[str, BrandingTexts] = Field(default={}, description="By language; takes the place of all texts")
    links: Annotated[list[BrandingLink], Field(max_length=MOST_LINKS)] = []
    logo: BrandingLogo | None = Field(default=None, description="Null takes it away")


@router.get("/branding", response=BrandingOut, summary="Read the branding", operation_id="get_branding")
@needs(Permission.ORGANIZATION_MANAGE)
def get_branding(request: ApiRequest) -> HttpResponse:
    """Colour, logo, words and links of the help pages."""
    shown = _out(current_organization())
    etag = content_etag(shown)
    return unchanged(request, etag) or answer(shown, etag=etag)


@router.patch("/branding", response=BrandingOut, summary="Change the branding", operation_id="update_branding")
@needs(Permission.ORGANIZATION_MANAGE)
def update_branding(request: ApiRequest, changes: BrandingChange) -> HttpResponse:
    """Changes what is named. Open pages follow at once."""
    organization = current_organization()
    check_content(request, _out(organization))
    change_look(organization, _edit(changes), by=request.actor)
    shown = _out(organization)
    return answer(shown, etag=content_etag(shown))


def _edit(changes: BrandingChange) -> LookEdit:
    given, present = changes.model_fields_set, current_look()
    texts = {one: words.model_dump() for one, words in changes.texts.items()}
    links = [one.model_dump() for one in changes.links] if "links" in given else present.links
    return LookEdit(
        colour=changes.colour,
        texts=texts if "texts" in given else present.texts,
        links=[LinkEdit(one["url"], one["labels"]) for one in links],
        logo=(changes.logo.name, _bytes(changes.logo.content)) if changes.logo else None,
        drop_logo="logo" in given and changes.logo is None,
    )


def _bytes(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error:
        raise refused("This is not base64.") from None


def _out(organization: Organization) -> dict[str, Any]:
    look = current_look()
    mark = organization.logo_mark
    return {
        "hue": organization.brand_hue,
        "logo": f"{home_of(organization)}/logo/{mark}" if mark else None,
        "texts": {one: {name: said.get(name, "") for name in LENGTHS} for one, said in look.texts.items()},
        "links": look.links,
    }
