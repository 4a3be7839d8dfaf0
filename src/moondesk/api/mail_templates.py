"""The words of mails."""

import uuid
from typing import Annotated, Any

from django.http import HttpResponse
from django.utils import translation
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from moondesk.api.answers import answer, no_content, page
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input
from moondesk.api.shapes import Page
from moondesk.channels.mail.letters import render
from moondesk.channels.wording import actions
from moondesk.channels.wording.defaults import default_texts
from moondesk.channels.wording.queries import Place, last_change, place_of, texts_at, written
from moondesk.channels.wording.rules import BODY_LENGTH, SUBJECT_LENGTH, VARIABLES, Texts
from moondesk.channels.wording.samples import reader_of, sample
from moondesk.events.undo import undo_operation
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.tickets.queries import get_visible

router = Router(tags=["Mail"])
router.add_decorator(edge, mode="view")
type Line = Annotated[str, StringConstraints(max_length=SUBJECT_LENGTH)]
type Body = Annotated[str, StringConstraints(max_length=BODY_LENGTH)]
_PLACE = "/{kind}/{language}"


class MailTemplateIn(Input):
    """What a mail says. `body` is markdown; `{{ ticket.number }}` and the other `variables` are filled in."""

    subject: Line
    heading: Line = ""
    body: Body = ""
    category: uuid.UUID | None = Field(default=None, description="Of confirmations: for this category only")


class MailTemplateOut(BaseModel):
    """The words of one mail in one language."""

    model_config = ConfigDict(extra="forbid")

    kind: str
    language: str
    category: uuid.UUID | None
    is_own: bool = Field(description="Whether the organization wrote them; else they come with Moondesk")
    subject: str
    heading: str
    body: str
    variables: list[str]


class MailTemplatePage(Page):
    """All words that the organization wrote itself."""

    items: list[MailTemplateOut]


class MailPreviewIn(MailTemplateIn):
    """Words to look at with a ticket."""

    ticket: str = Field(max_length=20)


class MailPreviewOut(BaseModel):
    """A mail as it would go out."""

    model_config = ConfigDict(extra="forbid")

    subject: str
    text: str
    html: str


def _shown(place: Place) -> dict[str, Any]:
    own = texts_at(place)
    return _row(place, own or default_texts(place.kind, place.language), is_own=own is not None)


def _row(place: Place, texts: Texts, *, is_own: bool) -> dict[str, Any]:
    names = {"kind": place.kind, "language": place.language, "category": place.category_id, "is_own": is_own}
    words = {"subject": texts.subject, "heading": texts.heading, "body": texts.body}
    return names | words | {"variables": list(VARIABLES[place.kind])}


@router.get("", response=MailTemplatePage, summary="List own words of mails", operation_id="list_mail_templates")
@needs(Permission.MAIL_MANAGE)
def list_templates(request: ApiRequest) -> HttpResponse:
    """The mails whose words the organization changed."""
    rows = [
        (Place(row.kind, row.language, row.category), Texts(row.subject, row.heading, row.body)) for row in written()
    ]
    return page([_row(place, texts, is_own=True) for place, texts in rows], None)


@router.get(_PLACE, response=MailTemplateOut, summary="Read the words of a mail", operation_id="get_mail_template")
@needs(Permission.MAIL_MANAGE)
def read_template(request: ApiRequest, kind: str, language: str, category: uuid.UUID | None = None) -> HttpResponse:
    """The words of one kind of mail: the organization's, else those that come with Moondesk."""
    return answer(_shown(place_of(kind, language, category)))


@router.put(_PLACE, response=MailTemplateOut, summary="Write the words of a mail", operation_id="put_mail_template")
@needs(Permission.MAIL_MANAGE)
def write_template(request: ApiRequest, kind: str, language: str, new: MailTemplateIn) -> HttpResponse:
    """Lets a mail say this. An unknown variable is refused with its place in `fields`."""
    texts = Texts(new.subject, new.heading, new.body)
    actions.write_template(kind, language, texts, by=request.actor, category=new.category)
    return answer(_shown(place_of(kind, language, new.category)))


@router.delete(_PLACE, response={204: None}, summary="Reset the words of a mail", operation_id="reset_mail_template")
@needs(Permission.MAIL_MANAGE)
def reset_template(request: ApiRequest, kind: str, language: str, category: uuid.UUID | None = None) -> HttpResponse:
    """Lets a mail say again what comes with Moondesk."""
    actions.reset_template(kind, language, by=request.actor, category=category)
    return no_content()


@router.post(
    _PLACE + "/undo", response=MailTemplateOut, summary="Undo words of a mail", operation_id="undo_mail_template"
)
@needs(Permission.MAIL_MANAGE)
def undo_template(request: ApiRequest, kind: str, language: str, category: uuid.UUID | None = None) -> HttpResponse:
    """Takes back your own last writing or resetting of these words, within 30 seconds."""
    place = place_of(kind, language, category)
    subject, operation = last_change(place)
    undo_operation(subject, operation, by=request.actor)
    return answer(_shown(place))


@router.post(
    _PLACE + "/preview", response=MailPreviewOut, summary="Look at words", operation_id="preview_mail_template"
)
@needs(Permission.MAIL_MANAGE)
def preview_template(request: ApiRequest, kind: str, language: str, new: MailPreviewIn) -> HttpResponse:
    """Words as a mail about a ticket; nothing is saved or sent."""
    place = place_of(kind, language, new.category)
    texts = actions.check_texts(Texts(new.subject, new.heading, new.body), kind)
    ticket, organization = get_visible(request.actor, new.ticket), current_organization()
    with translation.override(place.language):
        letter = sample(kind, texts, ticket, organization, reader_of(request.actor))
        text, html = render(letter, organization)
    return answer({"subject": letter.subject, "text": text, "html": html})
