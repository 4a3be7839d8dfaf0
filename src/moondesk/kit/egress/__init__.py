"""The one way out: every connection to an address that somebody typed, or that came in with a mail, begins here.

``fetch`` asks for a web address, ``connect`` opens a connection to a mail server, ``check_host`` says whether it would.
All look a name up once, want every answer of the name to be a public address or in a network the operator opened, and
connect to what was looked at. docs/decisions/egress.md says why.
"""

from moondesk.kit.egress.client import Answer, Bounds, fetch
from moondesk.kit.egress.errors import Unreachable
from moondesk.kit.egress.policy import MAIL_PORTS, WEB_PORTS, is_operators_own
from moondesk.kit.egress.sockets import check_host, connect

__all__ = [
    "MAIL_PORTS",
    "WEB_PORTS",
    "Answer",
    "Bounds",
    "Unreachable",
    "check_host",
    "connect",
    "fetch",
    "is_operators_own",
]
