"""The public shape of files."""

import datetime
import uuid
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from moondesk.files.models import File
from moondesk.files.rules import State


class FileOut(BaseModel):
    """One file, as its owner or whoever may read its message sees it."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    name: str
    type: str = Field(description="What its content is, whatever its name or sender says")
    size: int = Field(description="Bytes")
    sha256: str
    state: State = Field(description="`scanning` and `infected` files are not given out")
    has_thumbnail: bool
    width: int | None = Field(description="Pixels of an image")
    height: int | None
    pages: int | None = Field(description="Pages of a PDF, once it was looked at")
    version: int
    created_at: datetime.datetime
    created_by: str


class PublicFileOut(BaseModel):
    """One file of the public thread."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    name: str
    type: str
    size: int
    state: State
    has_thumbnail: bool


def file_out(file: File) -> dict[str, Any]:
    """Return a file in the shape of ``FileOut``."""
    return public_file_out(file) | {
        "sha256": bytes(file.sha256).hex(),
        "width": file.width,
        "height": file.height,
        "pages": file.pages,
        "version": file.version,
        "created_at": file.created_at,
        "created_by": file.created_by,
    }


def public_file_out(file: File) -> dict[str, Any]:
    """Return a file in the shape of ``PublicFileOut``."""
    return {
        "id": file.pk,
        "name": file.name,
        "type": file.type,
        "size": file.size,
        "state": file.state,
        "has_thumbnail": file.has_picture,
    }
