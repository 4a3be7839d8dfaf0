"""The one way out for libraries that ask by ``requests``: its sessions, over ``fetch``."""

from typing import Any

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from moondesk.kit.egress.client import Bounds, fetch
from moondesk.kit.egress.errors import Unreachable

Failed = requests.RequestException
"""Whatever can go wrong while asking."""
_BOUNDS = Bounds(seconds=8.0, size=512 * 1024)


class _Transport(BaseAdapter):
    def send(self, request: requests.PreparedRequest, *_given: Any, **_more: Any) -> requests.Response:
        """Ask. Time, size and certificates are ours to decide, whatever the caller gives."""
        body: Any = request.body or b""
        try:
            answer = fetch(
                str(request.url),
                method=str(request.method),
                headers={name: str(value) for name, value in request.headers.items()},
                content=body.encode() if isinstance(body, str) else bytes(body),
                bounds=_BOUNDS,
            )
        except Unreachable as error:
            raise requests.ConnectionError(error.why, request=request) from None
        response = requests.Response()
        response.status_code, response.url, response.request = answer.status, answer.url, request
        response.headers = CaseInsensitiveDict(answer.headers)
        response._content = answer.content
        return response

    def close(self) -> None:
        """Keep nothing open."""


def guarded_session() -> requests.Session:
    """Return a session that reaches what ``fetch`` reaches, follows no redirects and reads no proxies."""
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = 0
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Transport())
    return session
