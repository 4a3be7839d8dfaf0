"""The public shape of contacts."""

import datetime
import uuid
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from moondesk.contacts.models import Contact


class CompanyReference(BaseModel):
    """The company of a contact."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    name: str


class ContactOut(BaseModel):
    """One person who writes in."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    name: str
    email: str | None
    email_verified: bool = Field(description="Whether the person has shown that the address is theirs")
    phone: str
    language: str
    time_zone: str
    company: CompanyReference | None
    surveys_off: bool = Field(description="Whether they do not want to be asked if an answer helped")
    created_at: datetime.datetime


def contact_out(contact: Contact) -> dict[str, Any]:
    """Return a contact in the shape of ``ContactOut``; its company is read with it."""
    company = contact.company
    return {
        "id": contact.pk,
        "name": contact.name,
        "email": contact.email,
        "email_verified": contact.email_verified_at is not None,
        "phone": contact.phone,
        "language": contact.language,
        "time_zone": contact.time_zone,
        "company": {"id": company.pk, "name": company.name} if company else None,
        "surveys_off": contact.surveys_off,
        "created_at": contact.created_at,
    }
