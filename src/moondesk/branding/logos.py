"""A logo as it is kept: looked at, scanned and drawn anew, so that nothing of the upload but its picture stays."""

import base64
import io
import json
import tempfile

from django.utils.translation import gettext as _

from moondesk.branding.errors import InvalidBranding
from moondesk.files import scanning
from moondesk.files.drawing import BOUNDS
from moondesk.files.errors import InvalidFile
from moondesk.files.kinds import kind_of
from moondesk.kit.apart import ChildFailed, run_apart

MOST_BYTES = 1024 * 1024
_TYPES = ("image/png", "image/jpeg", "image/webp")
_PNG = b"\x89PNG\r\n\x1a\n"


def drawn_logo(name: str, content: bytes) -> bytes:
    """Return an uploaded picture as a small PNG of our own drawing. Raises ``InvalidBranding`` and ``ScannerAway``."""
    if not content or len(content) > MOST_BYTES:
        raise refused(_("Choose a picture of up to 1 MB."))
    try:
        kind = kind_of(io.BytesIO(content), name, len(content))
    except InvalidFile as error:
        raise refused(error.message) from None
    if kind.type not in _TYPES:
        raise refused(_("Use a PNG, JPEG or WebP picture. SVG files can carry programs and are not taken."))
    if scanning.is_configured() and scanning.scan(io.BytesIO(content)).name:
        raise refused(_("The virus scanner found something in this file."))
    try:
        with tempfile.TemporaryFile() as kept:
            kept.write(content)
            kept.seek(0)
            answer = json.loads(run_apart("moondesk.files.drawing", kept, BOUNDS, ["logo", kind.type, "logo"]))
        picture = base64.b64decode(answer["logo"], validate=True)
    except (ChildFailed, ValueError, TypeError, KeyError):
        raise refused(_("This picture cannot be read.")) from None
    if not picture.startswith(_PNG):
        raise refused(_("This picture cannot be read."))
    return picture


def refused(text: str) -> InvalidBranding:
    """Return the error beside the field of the logo."""
    return InvalidBranding(text, fields={"logo": text})
