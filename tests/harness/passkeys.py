"""A security key in software: it makes real keys and signs real answers, with the person's PIN or without."""

import secrets
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from moondesk.accounts.models import User

_PRESENT, _VERIFIED = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.UV


class SoftKey:
    """One passkey of one account, at the name that Django's test client asks for."""

    def __init__(self, user: User, host: str = "testserver") -> None:
        self.user, self.host = user, host
        self.id = secrets.token_bytes(16)
        self._key = ec.generate_private_key(ec.SECP256R1())
        WebAuthn.add(user, "Key", self._registered())

    def _client_data(self, kind: str, challenge: bytes) -> CollectedClientData:
        return CollectedClientData.create(kind, websafe_encode(challenge), f"https://{self.host}")

    def _shown(self, **response: bytes) -> dict[str, Any]:
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": {name: websafe_encode(value) for name, value in response.items()},
        }

    def _registered(self) -> dict[str, Any]:
        public = ES256.from_cryptography_key(self._key.public_key())
        own = AttestedCredentialData.create(bytes(16), self.id, public)
        flags = _PRESENT | _VERIFIED | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(sha256(self.host.encode()), flags, 0, own)
        made = AttestationObject.create("none", data, {})
        return self._shown(
            clientDataJSON=self._client_data("webauthn.create", secrets.token_bytes(32)), attestationObject=made
        )

    def answer(self, options: dict[str, Any], *, verified: bool) -> dict[str, Any]:
        """Sign what is asked for; ``verified`` says whether the key knows who holds it, by PIN or finger."""
        flags = _PRESENT | _VERIFIED if verified else _PRESENT
        data = AuthenticatorData.create(sha256(self.host.encode()), flags, 1)
        said = self._client_data("webauthn.get", websafe_decode(options["publicKey"]["challenge"]))
        signature = self._key.sign(bytes(data) + said.hash, ec.ECDSA(SHA256()))
        handle = user_pk_to_url_str(self.user).encode()
        return self._shown(clientDataJSON=said, authenticatorData=data, signature=signature, userHandle=handle)
