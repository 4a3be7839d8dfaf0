"""The pictures of a mail as it was sent: those inside it, and on request those from elsewhere, always drawn anew.

A frame without an origin sends no cookies, so the address itself says who reads: signed, for some minutes, for one
picture of one mail, and as long as that member may read the mail. Those from elsewhere come by the guarded way out:
their sender learns neither who reads nor where.
"""

import base64
import binascii
import datetime
import hashlib
import json
import re
import time
import uuid
from dataclasses import dataclass

from django.core import signing
from django.db import connection

from moondesk.channels.mail.signing import without_secrets
from moondesk.channels.models import MailPage, MailPicture
from moondesk.conversations.queries import messages_for
from moondesk.files import drawing, storage
from moondesk.files.queries import check_given_out, get_file
from moondesk.kit import tenancy
from moondesk.kit.apart import ChildFailed, run_apart
from moondesk.kit.clock import now
from moondesk.kit.egress import Bounds, Unreachable, fetch
from moondesk.kit.errors import DomainError, NotFound
from moondesk.limits.actions import Limit, count
from moondesk.organizations.queries import acting_member, refuse_closed
from moondesk.tickets.queries import visible_to

KEPT_FOR = datetime.timedelta(days=7)
SECONDS = 900
FETCHES = Limit("mail-pictures", 2000, 3600)
TIME = Limit("mail-pictures-time", 120, 300)
"""The seconds that an organization may wait for servers elsewhere, so that slow ones do not hold up the others."""
_SALT = "moondesk.mail.pictures"
_BOUNDS = Bounds(seconds=6, size=5 * 1024 * 1024, redirects=3)
_BEGINNINGS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"))
_NUMBER = re.compile(r' src="picture:(\d{1,3})"')


@dataclass(frozen=True)
class Picture:
    """Which picture an address names."""

    organization_id: uuid.UUID
    page_id: uuid.UUID
    number: int
    member_id: uuid.UUID
    ticket_id: uuid.UUID


@dataclass(frozen=True)
class Reader:
    """Who looks at a mail, and at which ticket."""

    member_id: uuid.UUID
    ticket_id: uuid.UUID


def shown_html(page: MailPage, address: str, reader: Reader, *, remote: bool) -> str:
    """Return the page's HTML with addresses for pictures inside it and, with ``remote``, for those elsewhere.

    ``address`` is that of a picture, with ``TOKEN`` where the signed part goes. All others have none and load nothing.
    """

    def placed(found: re.Match[str]) -> str:
        number = int(found[1])
        source = page.pictures[number] if number < len(page.pictures) else {}
        if "file" not in source and not (remote and _is_remote(source)):
            return ""
        named = (page.organization_id, page.pk, reader.member_id, reader.ticket_id)
        token = signing.dumps([*(one.hex for one in named), number], salt=_SALT)
        return f' src="{address.replace("TOKEN", token)}"'

    return _NUMBER.sub(placed, without_secrets(page.html))


def remote_count(page: MailPage) -> int:
    """Return how many pictures of a page are elsewhere."""
    return sum(map(_is_remote, page.pictures))


def _is_remote(source: dict[str, str]) -> bool:
    return source.get("url", "").lower().startswith(("http://", "https://"))


def read_token(token: str) -> Picture:
    """Return what an address names. Raises ``NotFound`` for one that is not ours, or too old."""
    try:
        organization, page, member, ticket, number = signing.loads(token, salt=_SALT, max_age=SECONDS)
        return Picture(uuid.UUID(organization), uuid.UUID(page), int(number), uuid.UUID(member), uuid.UUID(ticket))
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound("There is no such picture.") from None


def picture_bytes(picture: Picture) -> bytes:
    """Return a picture as WebP. Raises ``NotFound``, also for what is no picture."""
    with tenancy.organization(picture.organization_id):
        refuse_closed()
        page = MailPage.objects.filter(pk=picture.page_id, message__deleted_at=None).first()
        sources = page.pictures if page and _may_look(picture, page) else []
        source = sources[picture.number] if picture.number < len(sources) else {}
        if "file" in source:
            return _inside(uuid.UUID(source["file"]))
        url = source.get("url", "")
        digest = hashlib.sha256(url.encode()).digest()
        kept = MailPicture.objects.filter(address_hash=digest, fetched_at__gt=now() - KEPT_FOR).first()
        if kept is None and (not _is_remote(source) or _is_too_much(str(picture.organization_id))):
            raise NotFound("There is no such picture.")
    content = bytes(kept.content) if kept else _fetched(picture.organization_id, url, digest)
    if not content:
        raise NotFound("There is no such picture.")
    return content


def _may_look(picture: Picture, page: MailPage) -> bool:
    """Say whether the member for whom the address was made may read the mail now."""
    actor = acting_member(picture.member_id)
    ticket = visible_to(actor).filter(pk=picture.ticket_id).first() if actor else None
    return actor is not None and ticket is not None and messages_for(actor, ticket).filter(pk=page.message_id).exists()


def _is_too_much(organization: str) -> bool:
    return count(TIME, organization, amount=0).over or count(FETCHES, organization).over


def _inside(file_id: uuid.UUID) -> bytes:
    try:
        found = get_file(file_id)
        check_given_out(found)
        if not found.has_picture:
            raise NotFound("There is no such picture.")
        with storage.fetch(f"{found.key}.1") as kept:
            return kept.read()
    except DomainError:
        raise NotFound("There is no such picture.") from None


def _fetched(organization_id: uuid.UUID, url: str, digest: bytes) -> bytes:
    """Fetch a picture outside of any transaction and keep what was drawn of it; nothing, where it is none."""
    content, began = b"", time.monotonic()
    if not connection.in_atomic_block:
        connection.close()  # nobody else waits for it meanwhile
    try:
        answer = fetch(url, headers={"Accept": "image/*"}, bounds=_BOUNDS)
        if answer.status == 200:
            content = drawn(answer.content)
    except Unreachable:
        pass
    with tenancy.organization(organization_id):
        count(TIME, str(organization_id), amount=round(time.monotonic() - began))
        given = {"content": content, "fetched_at": now()}
        MailPicture.objects.update_or_create(address_hash=digest, defaults=given)
    return content


def drawn(content: bytes) -> bytes:
    """Return a picture drawn anew by a child process with tight limits; nothing for what is no picture."""
    kind = next((name for beginning, name in _BEGINNINGS if content.startswith(beginning)), "")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        kind = "webp"
    if not kind:
        return b""
    try:
        answer = json.loads(
            run_apart("moondesk.files.drawing", content, drawing.BOUNDS, ["image", f"image/{kind}", "-"])
        )
        return base64.b64decode(answer["pictures"][0], validate=True)
    except (ChildFailed, ValueError, KeyError, IndexError, TypeError, binascii.Error):
        return b""


def drop_old_pictures() -> None:
    """Forget pictures that were fetched long ago."""
    MailPicture.objects.filter(fetched_at__lt=now() - KEPT_FOR).delete()
