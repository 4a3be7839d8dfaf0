"""Pictures of mails, apart from sessions: a fresh address gives one, drawn anew by us, while its reader may see it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from moondesk.channels.mail.pictures import SECONDS, picture_bytes, read_token
from moondesk.files.giving import sealed
from moondesk.web.edges import public


@require_safe
@public
def picture(request: HttpRequest, token: str) -> HttpResponse:
    """Give one picture of one mail. No cookie is needed or looked at: the frame that asks sends none."""
    response = HttpResponse(picture_bytes(read_token(token)), content_type="image/webp")
    response.headers["Content-Disposition"] = "inline"
    response = sealed(response, caching=f"private, max-age={SECONDS}")
    # The frame has no origin of its own, so for the browser it is another site.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
