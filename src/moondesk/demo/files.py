"""A few real files for the demo: a photo, an invoice as PDF, notes; drawn when it is written, so none are shipped."""

import io

from PIL import Image, ImageDraw, ImageFont

from moondesk.conversations.attachments import attach
from moondesk.conversations.models import Message
from moondesk.conversations.rules import AuthorKind, MessageKind
from moondesk.files.actions import Incoming, mark_attached, store_file
from moondesk.organizations.actor import system_actor
from moondesk.organizations.models import Organization

_WORDS = {
    "en": ("boarding-pass.png", "invoice.pdf", "what-happened.txt", "Boarding pass", "Invoice"),
    "es": ("foto-gafas.png", "factura.pdf", "lo-que-paso.txt", "Gafas, lado izquierdo", "Factura"),
}
_NOTES = {
    "en": "10:40  Gate closed, nobody there\n11:15  Told to wait for a mail\n13:00  Bought a new ticket, 184 EUR\n",
    "es": "10:40  El encargo no está\n11:15  Me piden esperar un correo\n13:00  Pago otra montura, 184 EUR\n",
}


def _picture(title: str, hue: str, size: tuple[int, int]) -> Image.Image:
    image = Image.new("RGB", size, "#f6f4ee")
    draw = ImageDraw.Draw(image)
    width, height = size
    draw.rectangle((0, 0, width, height // 5), fill=hue)
    draw.text((width // 20, height // 16), title, fill="white", font=ImageFont.load_default(height // 12))
    for row in range(6):
        top = height // 3 + row * height // 11
        draw.rounded_rectangle((width // 20, top, width * (14 - row) // 16, top + height // 26), 6, fill="#d8d3c4")
    draw.ellipse((width * 3 // 4, height * 2 // 3, width * 7 // 8, height * 2 // 3 + width // 8), fill=hue)
    return image


def _saved(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def attach_samples(messages: list[Message], organization: Organization) -> None:
    """Put the files on the newest public messages; the worker draws their previews once it runs."""
    language = organization.language if organization.language in _WORDS else "en"
    photo, paper, notes, title, bill = _WORDS[language]
    public = sorted((one for one in messages if one.kind == MessageKind.REPLY), key=lambda one: one.created_at)
    customers = [one for one in public if one.author_kind == AuthorKind.CUSTOMER][-8:]
    answers = [one for one in public if one.author_kind == AuthorKind.AGENT][-4:]
    drawn = _saved(_picture(title, "#7a2e63", (900, 600)), "PNG")
    printed = _saved(_picture(bill, "#2a4b8d", (620, 877)), "PDF")
    for message, name, content in (
        *((one, photo, drawn) for one in customers[-1::-3]),
        *((one, notes, _NOTES[language].encode()) for one in customers[-2::-4]),
        *((one, paper, printed) for one in answers[-1::-2]),
    ):
        incoming = Incoming(name, "", io.BytesIO(content))
        file = store_file(incoming, by=system_actor(organization.pk))
        mark_attached([file])
        attach(message, [file])
