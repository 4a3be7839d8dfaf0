"""An app signs in over real sockets, works, listens, stays signed in and is signed out."""

import json
import time
import urllib.error
import urllib.request
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from tests.harness.people import PASSWORD
from tests.harness.running import Desk, wait_until
from tests.realtime.ear import listen

FACTOR = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def ask(desk: Desk, method: str, path: str, body: Any = None, token: str = "") -> tuple[int, dict[str, Any]]:
    headers = {"Content-Type": "application/json", "Moondesk-Organization": "acme"}
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(f"{desk.url}/api/v1{path}", data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def test_an_app_signs_in_works_listens_and_is_signed_out(desk: Desk) -> None:
    user = desk.cast.agent.user
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, FACTOR)
    status, asked = ask(desk, "POST", "/sign-in", {"email": user.email, "password": PASSWORD})
    assert (status, asked["code"], asked["factors"]) == (401, "code_required", ["totp"])
    code = format_hotp_value(hotp_value(FACTOR, int(time.time()) // 30))
    status, first = ask(desk, "POST", "/sign-in/code", {"session_token": asked["session_token"], "code": code})
    assert status == 200, first
    access = first["access_token"]
    status, opened = ask(
        desk,
        "POST",
        "/tickets",
        {"subject": "Lost bag", "description": "Blue.", "requester": {"email": "app@customer.test"}},
        access,
    )
    assert (status, ask(desk, "GET", "/me", token=access)[1]["kind"]) == (201, "member")
    status, second = ask(desk, "POST", "/sign-in/renewal", {"refresh_token": first["refresh_token"]})
    assert status == 200
    authorization = {"Authorization": f"Bearer {second['access_token']}"}
    with listen(desk.server, "?organization=acme", **authorization) as ear:
        assert ear.status == 200
        at = f"/tickets/{opened['number']}"
        assert ask(desk, "PATCH", at, {"priority": "high"}, second["access_token"])[0] == 200
        ear.wait_for("ticket")
        assert ask(desk, "POST", "/sign-in/renewal", {"refresh_token": first["refresh_token"]})[0] == 401
        wait_until(lambda: ear.ended, "The end of the stream with its session")
    for token in (access, second["access_token"]):
        assert ask(desk, "GET", "/me", token=token)[1]["code"] == "bad_token"
    assert ask(desk, "POST", "/sign-in/renewal", {"refresh_token": second["refresh_token"]})[0] == 401
