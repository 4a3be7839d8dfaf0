"""Forms that are larger than a page's: a whole mail stands in one field of them."""

import email
import email.policy
from email.message import Message

from django.http import HttpRequest, QueryDict

_FIELDS = 200


def read_form(request: HttpRequest) -> None:
    """Read a form of several parts, whose size was bounded at the door; Django would refuse a field of megabytes.

    Raises ``ValueError`` when it is none. Files in it are left out: what is asked for is one mail in one field.
    """
    if not hasattr(request, "_body"):
        request._body = request.read()
    if request.content_type != "multipart/form-data":
        return
    head = f"Content-Type: {request.META['CONTENT_TYPE']}\r\n\r\n".encode("latin-1")
    form = email.message_from_bytes(head + request.body, policy=email.policy.compat32)
    parts = form.get_payload()
    if not isinstance(parts, list) or len(parts) > _FIELDS:
        raise ValueError("Not a form")
    fields = QueryDict(mutable=True)
    for part in parts:
        if isinstance(part, Message) and not part.get_filename():
            name, content = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
            if isinstance(name, str) and isinstance(content, bytes):
                fields.appendlist(name, content.decode("utf-8", "surrogateescape"))
    request._post = fields  # type: ignore[attr-defined]
