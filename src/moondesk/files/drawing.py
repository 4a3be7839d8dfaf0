"""A file's content to small pictures or coloured text. Runs alone in a child process with tight limits.

It knows no settings, no database and no secrets; what it prints is data, and is checked again by whoever reads it.
"""

import base64
import io
import json
import sys
import time
import warnings
from typing import Any

from moondesk.kit.apart import Bounds, limit_this_process

BOUNDS = Bounds(cpu_seconds=20, wall_seconds=40, memory=800 * 1024 * 1024, output=40 * 1024 * 1024)
SMALL = 480
LARGE = 1600
LOGO = 320
PAGES = 20
TEXT_LIMIT = 200_000
PIXEL_LIMIT = 40_000_000
_ENOUGH = 12.0
"""Seconds after which no further page is drawn."""


def _webp(image: Any, most: int) -> str:
    copy = image.copy()
    copy.thumbnail((most, most))
    out = io.BytesIO()
    copy.save(out, "WEBP", quality=82)
    return base64.b64encode(out.getvalue()).decode()


def _png(image: Any) -> str:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False)
    return base64.b64encode(out.getvalue()).decode()


def draw_image(content: bytes, type_: str) -> dict[str, Any]:
    """Return an image decoded, turned upright, without what else was in the file, in two sizes."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXEL_LIMIT
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(content), formats=[type_.partition("/")[2].upper()]) as opened:
        if opened.width * opened.height > PIXEL_LIMIT:
            raise ValueError("too many pixels")
        opened.draft("RGB", (LARGE, LARGE))
        upright = ImageOps.exif_transpose(opened)
        plain = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB")
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    return {"small": _webp(clean, SMALL), "pictures": [_webp(clean, LARGE)]}


def draw_logo(content: bytes, type_: str) -> dict[str, Any]:
    """Return an image decoded, without what else was in the file, as a PNG no larger than a logo is shown."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = PIXEL_LIMIT
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(content), formats=[type_.partition("/")[2].upper()]) as opened:
        if opened.width * opened.height > PIXEL_LIMIT:
            raise ValueError("too many pixels")
        plain = opened.convert("RGBA")
    plain.thumbnail((LOGO, LOGO))
    clean = Image.new("RGBA", plain.size)
    clean.paste(plain)
    return {"logo": _png(clean)}


def draw_pdf(content: bytes) -> dict[str, Any]:
    """Return the first pages of a PDF as pictures."""
    import pypdfium2

    began = time.monotonic()
    document = pypdfium2.PdfDocument(content)
    count = len(document)
    small, pictures = "", []
    for number in range(min(count, PAGES)):
        page = document[number]
        width, height = page.get_size()
        scale = min(2.0, 1200 / max(width, 1.0), LARGE / max(height, 1.0))
        image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        pictures.append(_png(image))
        small = small or _webp(image, SMALL)
        page.close()
        if time.monotonic() - began > _ENOUGH:
            break
    return {"small": small, "pictures": pictures, "pages": count}


def draw_text(content: bytes, name: str) -> dict[str, Any]:
    """Return the beginning of a text, coloured when its name says what it is."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_for_filename
    from pygments.lexers.special import TextLexer
    from pygments.util import ClassNotFound

    text = decode(content[: TEXT_LIMIT * 4])
    cut = text[:TEXT_LIMIT]
    try:
        lexer = get_lexer_for_filename(name, stripnl=False)
    except ClassNotFound:
        lexer = TextLexer(stripnl=False)
    return {"html": highlight(cut, lexer, HtmlFormatter(nowrap=True)), "is_cut": len(cut) < len(text)}


def decode(content: bytes) -> str:
    """Return bytes as text: by their mark, as UTF-8, else as the western European it most often is."""
    for mark, codec in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if content.startswith(mark):
            return content.decode(codec, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 4:
            return content.decode("utf-8", "ignore")
        return content.decode("cp1252", "replace")


def main() -> None:
    """Read a content from standard input and print what it looks like as JSON: ``drawing KIND TYPE NAME``."""
    kind, type_, name = sys.argv[1:4]
    content = sys.stdin.buffer.read()
    if kind == "text":
        drawn = draw_text(content, name)
    elif kind == "logo":
        drawn = draw_logo(content, type_)
    else:
        drawn = draw_image(content, type_) if kind == "image" else draw_pdf(content)
    sys.stdout.write(json.dumps(drawn))


if __name__ == "__main__":
    limit_this_process(BOUNDS)
    main()
