"""Contacts."""

import datetime
import uuid

from django.http import HttpResponse
from ninja import Router

from moondesk.api.answers import answer, check_content, content_etag, page, unchanged
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.errors import InvalidParameter, NoSuchReference
from moondesk.api.inputs import ContactIn, ContactPatch
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.api.shapes import ContactPage
from moondesk.contacts import actions
from moondesk.contacts.models import Company
from moondesk.contacts.queries import get_for_change, get_visible, visible_to, with_words
from moondesk.contacts.schemas import ContactOut, contact_out
from moondesk.organizations.permissions import Permission

router = Router(tags=["Contacts"])
router.add_decorator(edge, mode="view")
_WORDS = 80


@router.get("", response=ContactPage, summary="List contacts", operation_id="list_contacts")
@needs(Permission.CONTACT_VIEW, parameters=(*PARAMETERS, "q"))
def list_contacts(request: ApiRequest) -> HttpResponse:
    """Contacts by name. `q` looks in names, addresses and phone numbers."""
    asked = read_page(request, sorts={"name": str, "created_at": datetime.datetime}, default="name")
    words = request.GET.get("q", "").strip()
    if len(words) > _WORDS:
        text = f"Keep it under {_WORDS + 1} characters."
        raise InvalidParameter(text, fields={"q": text})
    contacts = with_words(visible_to(request.actor), words)
    found, after = paged(contacts, asked)
    return page([contact_out(contact) for contact in found], after)


@router.post("", response={201: ContactOut}, summary="Create a contact", operation_id="create_contact")
@needs(Permission.CONTACT_MANAGE)
def create_contact(request: ApiRequest, new: ContactIn) -> HttpResponse:
    """Writes down a person; an address can belong to one contact only."""
    contact = actions.create_contact(
        name=new.name,
        email=new.email,
        phone=new.phone,
        language=new.language,
        company=_company(new.company),
        by=request.actor,
    )
    shown = contact_out(contact)
    return answer(shown, status=201, etag=content_etag(shown), location=f"/api/v1/contacts/{contact.pk}")


@router.get("/{uuid:contact_id}", response=ContactOut, summary="Read a contact", operation_id="get_contact")
@needs(Permission.CONTACT_VIEW)
def get_contact(request: ApiRequest, contact_id: uuid.UUID) -> HttpResponse:
    """One contact."""
    shown = contact_out(get_visible(request.actor, contact_id))
    etag = content_etag(shown)
    return unchanged(request, etag) or answer(shown, etag=etag)


@router.patch("/{uuid:contact_id}", response=ContactOut, summary="Change a contact", operation_id="update_contact")
@needs(Permission.CONTACT_MANAGE)
def update_contact(request: ApiRequest, contact_id: uuid.UUID, changes: ContactPatch) -> HttpResponse:
    """Changes the fields that are sent."""
    contact = get_for_change(request.actor, contact_id)
    check_content(request, contact_out(contact))
    given = {name: getattr(changes, name) for name in changes.model_fields_set}
    if "company" in given:
        given["company"] = _company(given["company"])
    if given:
        actions.update_contact(contact, by=request.actor, **{name: _tidy(value) for name, value in given.items()})
    shown = contact_out(contact)
    return answer(shown, etag=content_etag(shown))


def _tidy(value: str | bool | Company | None) -> str | bool | Company | None:
    return value.strip() if isinstance(value, str) else value


def _company(wanted: uuid.UUID | None) -> Company | None:
    if wanted is None:
        return None
    company = Company.objects.filter(pk=wanted).first()
    if company is None:
        text = "There is nothing with this id."
        raise NoSuchReference(text, fields={"company": text})
    return company
