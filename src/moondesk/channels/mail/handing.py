"""Handing a built mail to its way out, and what is made of what the other side answers."""

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass

import requests
from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

from moondesk.channels.mail.envelope import one_line
from moondesk.channels.models import WayOut
from moondesk.channels.ways.connecting import connection_of
from moondesk.kit.egress import Unreachable
from moondesk.kit.sealing import BrokenSeal

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_DENIED = (401, 403)
_LATER = (408, 425, 429)


@dataclass(frozen=True)
class Problem:
    """Why a mail did not go out, whether that may pass, and whether it is the way's fault and not the mail's."""

    text: str
    code: str = ""
    passes: bool = True
    is_of_way: bool = False


def hand_over(built: EmailMessage, way: WayOut | None) -> Problem | None:
    """Send a mail by its way; returns what went wrong, if anything did."""
    try:
        _send(connection_of(way), built)
    except BrokenSeal:
        return Problem(_("The password of this way out cannot be read any more. Type it again."), is_of_way=True)
    except Unreachable as error:
        return Problem(error.message, is_of_way=True)
    except (AnymailError, requests.RequestException) as error:
        return _refused_by_provider(error, way)
    except (OSError, smtplib.SMTPException) as error:
        return _refused_by_server(error, way)
    except ValueError:
        return Problem(_("The recipient's address cannot be written to."), passes=False)
    return None


def _send(connection: BaseEmailBackend, built: EmailMessage) -> None:
    try:
        connection.send_messages([built])
    except (OSError, smtplib.SMTPException):
        # A server that refuses encryption or sign-in leaves the connection open.
        with suppress(OSError, smtplib.SMTPException):
            connection.close()
        raise


def _refused_by_server(error: OSError | smtplib.SMTPException, way: WayOut | None) -> Problem:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Problem(_not_signed_in(way), is_of_way=True)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()), (550, b""))
        return _refused(code, text)
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Problem(_("The mail server does not offer this encryption or sign-in. Check both."), is_of_way=True)
    if isinstance(error, ssl.SSLCertVerificationError):
        return Problem(_("The mail server's certificate is not one for its name. Check the server."), is_of_way=True)
    if isinstance(error, ssl.SSLError):
        return Problem(_("The mail server does not speak this encryption. Check it and the port."), is_of_way=True)
    return Problem(_("The mail server cannot be reached."), is_of_way=True)


def _not_signed_in(way: WayOut | None) -> str:
    if way is None:
        return _("The mail server does not accept our sign-in. Check MOONDESK_MAIL_URL.")
    return _("The other side does not accept our sign-in. Check the name and password of this way out.")


def _refused(code: int, text: bytes | str) -> Problem:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    values = {"code": code, "said": one_line(said, 160)}
    status = status_in(said)
    return Problem(_("The mail server refused this mail: %(code)s %(said)s") % values, status, passes=code < 500)


def _refused_by_provider(error: AnymailError | requests.RequestException, way: WayOut | None) -> Problem:
    response = error.response if isinstance(error, (AnymailAPIError, requests.RequestException)) else None
    if isinstance(error, AnymailRecipientsRefused):
        return Problem(_("The provider refuses to write to this address."), "5.7.1", passes=False)
    if response is None:
        return Problem(_("The mail server cannot be reached."), is_of_way=True)
    if response.status_code in _DENIED:
        return Problem(_not_signed_in(way), is_of_way=True)
    values = {"code": response.status_code, "said": one_line(response.text, 160)}
    later = response.status_code >= 500 or response.status_code in _LATER
    return Problem(_("The mail server refused this mail: %(code)s %(said)s") % values, passes=later)


def status_in(said: str) -> str:
    """Return the status code (RFC 3463) that an answer names, or nothing."""
    found = _STATUS.search(said)
    return found[1] if found else ""
