"""How allauth's second factors fit us: sealed secrets, our words, our pictures."""

import base64
import uuid
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from moondesk.accounts.devices import device_name
from moondesk.accounts.models import User
from moondesk.kit.sealing import seal, unseal
from moondesk.web.account.words import WRONG_CODE

_SECRETS = uuid.UUID("6b8f0f5e-43a5-4c0e-9f3e-64f1d1c0a001")
"""What sealed secrets of second factors are bound to; allauth does not say of whom one is."""

_AGENT = "HTTP_USER_AGENT"


class SecondFactors(DefaultMFAAdapter):
    """Our answers to allauth's questions about second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "wrong_passkey": _("This passkey does not fit. Try again, or take another way."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
    }

    def get_totp_issuer(self) -> str:
        """Return under which name an authenticator app lists the account."""
        return f"Moondesk {urlsplit(settings.BASE_URL).hostname}"

    def build_totp_svg(self, url: str) -> str:
        """Draw the code on white with its quiet zone, so that cameras read it in dark themes too."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage, border=3).save(drawn)
        return drawn.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database with a key drawn from the installation's."""
        return base64.b64encode(seal(text, _SECRETS)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret. Raises ``BrokenSeal`` when the installation's key is another now."""
        return unseal(base64.b64decode(encrypted_text), _SECRETS)

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002 - allauth's name
        """Propose the browser's own name for a passkey."""
        from allauth.core import context

        return device_name(context.request.META.get(_AGENT, ""))

    def _get_site_name(self) -> str:
        return "Moondesk"
