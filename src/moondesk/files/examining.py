"""Looking at a stored file: the virus scanner first, then a preview, each in a transaction of its own."""

import base64
import io
import json
import shutil
import tempfile
import uuid
from typing import IO, Any

import nh3
import structlog

from moondesk.events.actions import emit
from moondesk.files import scanning, storage
from moondesk.files.drawing import BOUNDS, PAGES
from moondesk.files.events import FileExamined
from moondesk.files.models import File
from moondesk.files.rules import GIVEN_OUT, TEXT_BYTES, Drawing, Preview, State
from moondesk.kit import tenancy
from moondesk.kit.apart import ChildFailed, run_apart
from moondesk.organizations.actor import system_actor

log = structlog.get_logger(__name__)


def examine(tenant: uuid.UUID, file_id: uuid.UUID) -> None:
    """Check and draw a file; doing it again changes nothing.

    Raises ``ScannerAway`` or ``StorageUnavailable`` for what may pass, so that the queue tries again.
    """
    with tenancy.organization(tenant):
        file = File.objects.filter(pk=file_id).first()
    if file is None or (file.state in GIVEN_OUT and file.preview != Preview.PENDING) or file.state == State.INFECTED:
        return
    with tempfile.TemporaryFile() as content:
        with storage.fetch(file.key) as kept:
            shutil.copyfileobj(kept, content)
        if file.state == State.SCANNING:
            _scan(file, content)
        drawn = _draw(file, content) if file.state in GIVEN_OUT and file.preview == Preview.PENDING else {}
    _write(tenant, file, drawn)


def _scan(file: File, content: IO[bytes]) -> None:
    content.seek(0)
    finding = scanning.scan(content) if scanning.is_configured() else None
    if finding is None:
        file.state = State.UNSCANNED
    elif finding.name:
        file.state, file.finding, file.preview = State.INFECTED, finding.name, Preview.NONE
        log.warning("file quarantined", file=str(file.pk), finding=finding.name)
    else:
        file.state = State.CLEAN


def _draw(file: File, content: IO[bytes]) -> dict[str, bytes]:
    """Return what is to be kept beside the content, by the end of its key. What cannot be drawn is only not shown."""
    content.seek(0)
    drawing = file.drawing
    file.preview = Preview.FAILED
    if drawing is None:
        return {}
    try:
        answer = json.loads(run_apart("moondesk.files.drawing", content, BOUNDS, [drawing, file.type, file.name]))
        made = _text(answer) if drawing is Drawing.TEXT else _pictures(answer)
    except (ChildFailed, ValueError, TypeError, KeyError, AttributeError) as error:
        log.info("file not drawn", file=str(file.pk), type=file.type, error=str(error)[:80])
        return {}
    file.preview = Preview.READY
    file.pictures = sum(1 for end in made if end.isdigit())
    pages = answer.get("pages")
    file.pages = pages if isinstance(pages, int) else None
    return made


def _pictures(answer: dict[str, Any]) -> dict[str, bytes]:
    listed = [base64.b64decode(one, validate=True) for one in answer["pictures"]][:PAGES]
    small = base64.b64decode(answer["small"], validate=True)
    if not listed or not all(_is_picture(one) for one in [small, *listed]):
        raise ValueError("no picture")
    return {"small": small, **{str(number): one for number, one in enumerate(listed, 1)}}


def _is_picture(content: bytes) -> bool:
    return content.startswith(b"\x89PNG\r\n") or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")


def _text(answer: dict[str, Any]) -> dict[str, bytes]:
    """Return coloured text with nothing but spans and classes in it, whatever the child made.

    Where the colours make it too much to be shown whole it is plain: half a tag would reach into the page around it.
    """
    made = str(answer["html"])
    html = nh3.clean(made, tags={"span"}, attributes={"span": {"class"}}, link_rel=None).encode()
    if len(html) > TEXT_BYTES:
        html = nh3.clean(made, tags=set(), link_rel=None).encode()
    if len(html) > TEXT_BYTES:
        raise ValueError("too much text")
    return {"text": html}


def _write(tenant: uuid.UUID, file: File, drawn: dict[str, bytes]) -> None:
    for end, content in drawn.items():
        key = f"{file.key}.{end}"
        storage.drop([key])  # of an attempt that was cut off
        storage.put(key, io.BytesIO(content), len(content))
    with tenancy.organization(tenant):
        current = File.objects.select_for_update(of=("self",)).filter(pk=file.pk).first()
        if current is None or (current.state, current.preview) == (file.state, file.preview):
            return
        fields = ["state", "finding", "preview", "pictures", "pages"]
        file.save(update_fields=fields)
        examined = FileExamined(subject_id=file.pk, state=file.state, preview=file.preview)
        emit(examined, by=system_actor(tenant))
