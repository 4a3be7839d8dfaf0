"""The examples of docs/api run, in order, and answer what the page says."""

import json
import re
import shlex
from pathlib import Path

from django.test import Client

from moondesk.demo import fields, workflow
from tests.api.conftest import Program
from tests.harness.people import Cast

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api" / "README.md"
BLOCK = re.compile(r"```sh\n(.*?)\n# (\d{3})\n```", re.DOTALL)


def test_the_examples_do_what_they_say(agent: Program, owner: Program, cast: Cast) -> None:
    values = {
        "BASE": "",
        "TOKEN": agent.token,
        "OWNER_TOKEN": owner.token,
        "PUBLIC_NUMBER": f"TKT-{cast.ticket.number}",
        "SECRET": cast.link,
    }
    text = PAGE.read_text()
    blocks = BLOCK.findall(text)
    assert len(blocks) == text.count("```sh") > 12
    for command, status in blocks:
        answer = _run(_filled(command, values))
        assert answer.status_code == int(status), (command, answer.getvalue())
        found = json.loads(answer.getvalue() or "{}") if "csv" not in answer.headers.get("Content-Type", "") else {}
        if '"description": "It was' in command:
            values["NUMBER"] = found["number"]
        if "Their desk opens at nine" in command:
            values["MESSAGE"] = found["id"]
        if found.get("next"):
            values["CURSOR"] = found["next"]
    replayed = [command for command, _status in blocks if "Idempotency-Key" in command]
    assert len(replayed) == 2
    assert replayed[0] == replayed[1]


def test_the_examples_make_nothing_that_the_demo_has() -> None:
    text = PAGE.read_text()
    names = {labels["en"] for labels, *_rest in workflow._OWN["acme"]}
    keys = {key for key, *_rest in fields._FIELDS["acme"]}
    assert names.isdisjoint(re.findall(r'"en": "([^"]+)"', text))
    assert keys.isdisjoint(re.findall(r'"key": "([^"]+)"', text))


def _filled(command: str, values: dict[str, str]) -> str:
    return re.sub(r"\$([A-Z_]+)", lambda match: values[match[1]], command)


def _run(command: str):  # type: ignore[no-untyped-def]
    words = iter(shlex.split(command.replace("\\\n", " ")))
    assert next(words) == "curl"
    method, address, body, headers = "", "", "", {}
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _colon, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(words)
        else:
            address = word
    content_type = headers.pop("Content-Type", "")
    return Client().generic(
        method or ("POST" if body else "GET"), address, body, content_type=content_type, headers=headers
    )
