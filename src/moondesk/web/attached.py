"""What pages show of files on messages: a card for each, and one to look into."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from markupsafe import Markup

from moondesk.conversations.attachments import Found, may_add_version, versions
from moondesk.files.models import File
from moondesk.files.rules import Drawing, State, extension_of, size_words
from moondesk.organizations.actor import Actor
from moondesk.web import serving
from moondesk.web.formats import datetime_text
from moondesk.web.fragments import is_partial


def card(file: File, base: str) -> dict[str, Any]:
    """Return one file as a page shows it. ``base`` is the address below which files are."""
    here = f"{base}/{file.pk}"
    return {
        "id": str(file.pk),
        "name": file.name,
        "size": size_words(file.size),
        "kind": extension_of(file.name)[:4].upper() or _("File"),
        "href": here if file.is_given_out else "",
        "look": f"{here}/preview" if file.has_preview else "",
        "picture": f"{here}/pictures/small" if file.has_picture else "",
        "version": file.version if file.version > 1 else 0,
        "problem": _problem(file),
    }


def _problem(file: File) -> str:
    if file.state == State.INFECTED:
        return _("Virus found")
    return _("Being checked") if file.state == State.SCANNING else ""


def cards(found: dict[uuid.UUID, list[File]], message_id: uuid.UUID, base: str) -> list[dict[str, Any]]:
    """Return the files of one message."""
    return [card(file, base) for file in found.get(message_id, ())]


def look(request: HttpRequest, actor: Actor, found: Found, base: str, sheet: str) -> HttpResponse:
    """Show what is in a file and which versions there are: a part for a dialog, or a page where there is no script."""
    file, every = found.file, versions(found)
    here = f"{base}/{file.pk}"
    values = {
        "file": card(file, base),
        "pictures": [f"{here}/pictures/{number}" for number in range(1, file.pictures + 1)] if file.has_picture else [],
        "left_out": max(0, (file.pages or 0) - file.pictures),
        "text": Markup(serving.text(file)) if _is_text(file) else None,  # noqa: S704 - nothing but spans, see text()
        "versions": [_version(one, base, file) for one in every] if len(every) > 1 else [],
        "add_version": f"{base}/{found.attachment.file_id}/versions"
        if may_add_version(actor, found) and found.attachment
        else "",
        "sheet": sheet,
    }
    template = "files/_look.html" if is_partial(request) else "files/look.html"
    return render(request, template, values)


def _is_text(file: File) -> bool:
    return file.has_preview and file.drawing is Drawing.TEXT


def _version(one: File, base: str, current: File) -> dict[str, Any]:
    shown = card(one, base)
    return shown | {
        "number": one.version,
        "by": one.created_by,
        "when": datetime_text(one.created_at),
        "current": one.pk == current.pk,
        "href": shown["look"] or shown["href"],
    }
