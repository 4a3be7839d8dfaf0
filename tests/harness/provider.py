"""A provider of tokens, as Google and Microsoft are for their mailboxes."""

import base64
import hashlib
import http.server
import json
import secrets
import ssl
import threading
import urllib.parse
from pathlib import Path
from typing import Any


class Provider:
    """Gives access tokens for refresh tokens as Google and Microsoft do, and tells Dovecot whose a token is.

    Every refresh token is good once, and comes with the next one.
    """

    def __init__(self, folder: Path) -> None:
        self.users: dict[str, str] = {}
        self.access: dict[str, str] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked = 0
        secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        secure.load_cert_chain(folder / "cert.pem", folder / "key.pem")
        self.outer = self._serve(secure)
        self.inner = self._serve(None)

    @property
    def token_url(self) -> str:
        """Where tokens are given."""
        return f"https://localhost:{self.outer.server_port}/token"

    def refresh_token(self, user: str) -> str:
        """Return a new refresh token of somebody."""
        token = secrets.token_urlsafe(20)
        self.users[token] = user
        return token

    @property
    def authorize_url(self) -> str:
        """Where an owner is asked for consent."""
        return f"https://localhost:{self.outer.server_port}/authorize"

    def consent(self, address: str, user: str) -> dict[str, str]:
        """Let somebody agree to what an address of ours asks; return what the browser brings back, as a query."""
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))
        assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == ("code", "desk", "S256")
        code = secrets.token_urlsafe(20)
        self.codes[code] = asked | {"user": user}
        return {"code": code, "state": asked["state"]}

    def _by_code(self, form: dict[str, list[str]]) -> str | None:
        """Return whose a code is: it is good once, for who asked, where they came back to, and with their verifier."""
        asked = self.codes.pop(form.get("code", [""])[0], None)
        if asked is None or form.get("redirect_uri") != [asked["redirect_uri"]]:
            return None
        digest = hashlib.sha256(form.get("code_verifier", [""])[0].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return asked["user"] if secrets.compare_digest(challenge, asked["code_challenge"]) else None

    def answer(self, path: str, form: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        """Answer a request."""
        if path == "/introspect":
            user = self.access.get(form.get("token", [""])[0])
            return 200, {"active": "true" if user else "false", "email": user or ""}
        self.asked += 1
        is_right = form.get("client_id") == ["desk"] and form.get("client_secret") == ["of the desk"]
        by_code = form.get("grant_type") == ["authorization_code"]
        user = None
        if is_right:
            user = self._by_code(form) if by_code else self.users.pop(form.get("refresh_token", [""])[0], None)
        if user is None:
            return 400, {"error": "invalid_grant"}
        access = secrets.token_urlsafe(20)
        self.access[access] = user
        return 200, {"access_token": access, "expires_in": 3600, "refresh_token": self.refresh_token(user)}

    def _serve(self, secure: ssl.SSLContext | None) -> http.server.ThreadingHTTPServer:
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                status, answer = provider.answer(self.path, urllib.parse.parse_qs(body))
                content = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args: object) -> None:
                return

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if secure is not None:
            server.socket = secure.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def stop(self) -> None:
        """Stop."""
        for server in (self.outer, self.inner):
            server.shutdown()
            server.server_close()
