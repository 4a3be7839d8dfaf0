"""Files at a host name of their own: one server, two names, and each gives only what is its own."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from moondesk.config.places import files_origin
from moondesk.files import storage
from moondesk.files.giving import Kept, download
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import StartupError
from moondesk.organizations.models import Organization
from tests.harness.people import Cast, Person
from tests.web.test_files import body_of, on_message

DESK, FILES = {"host": "desk.test"}, {"host": "files.test:8443"}
HTML = b"<!doctype html><script>document.title = document.cookie</script>"


@pytest.fixture
def two_hosts(settings: Any) -> None:
    settings.FILES_ORIGIN = "https://files.test:8443"
    settings.ALLOWED_HOSTS = ["desk.test", "files.test"]


def split(address: str) -> str:
    """Return the path of an address at the host of files."""
    found = re.fullmatch(r"https://files\.test:8443(/files/\S+)", address)
    assert found, address
    return found[1]


def test_a_file_comes_from_the_other_name_sealed_and_without_a_cookie(
    cast: Cast, client_of: Callable[[Person | None], Client], two_hosts: None
) -> None:
    file, client = on_message(cast, "page.txt", HTML), client_of(cast.agent)
    sent = client.get(f"/acme/desk/files/{file.pk}", headers=DESK)
    path = split(sent["Location"])
    given = Client().get(path, headers=FILES)
    assert (given.status_code, body_of(given)) == (200, HTML)
    assert given["Content-Disposition"].startswith("attachment;")
    assert given["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert given["X-Content-Type-Options"] == "nosniff"
    assert not given.cookies
    # The desk's own name gives out none, and the name of files gives nothing else, to whomever.
    assert client.get(path, headers=DESK).status_code == 404
    for other in (
        "/",
        f"/acme/desk/tickets/{cast.ticket.number}",
        "/acme/help/",
        "/api/v1/tickets",
        "/static/x",
        "/readyz",
    ):
        answer = client.get(other, headers=FILES)
        assert (answer.status_code, answer["Content-Type"], bool(answer.cookies)) == (
            404,
            "text/plain; charset=utf-8",
            False,
        )
    with time_machine.travel(now().timestamp() + storage.LINK_SECONDS + 1, tick=False):
        late = client.get(path, headers=FILES)
    assert (late.status_code, late["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert client.get(path[:-2] + "xx", headers=FILES).status_code == 404


def test_what_is_no_file_of_a_ticket_goes_there_too(cast: Cast, two_hosts: None) -> None:
    with tenancy.organization(cast.acme.pk):
        file = on_message(cast, "table.csv", b"a,b\n")
        answer = download(Kept(file.key, "=table.csv", "text/csv", file.size, str(cast.acme.pk)))
    path = split(answer.headers["Location"])
    given = Client().get(path, headers=FILES)
    assert (body_of(given), given["Content-Type"]) == (b"a,b\n", "text/csv")
    assert Client().get(path, headers=DESK).status_code == 404
    with time_machine.travel(now().timestamp() + storage.LINK_SECONDS + 1, tick=False):
        assert Client().get(path, headers=FILES).status_code == 404
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(suspended_at=now())
    assert Client().get(path, headers=FILES).status_code == 403, "an organization that was closed gives out nothing"


def test_the_other_name_is_an_origin_and_another_name() -> None:
    assert files_origin("", "https://desk.test") == ""
    assert files_origin("https://Files.test:8443/", "https://desk.test") == "https://files.test:8443"
    for wrong in (
        "files.test",
        "https://files.test/x",
        "ftp://files.test",
        "https://a@files.test",
        "https://desk.test:81",
    ):
        with pytest.raises(StartupError):
            files_origin(wrong, "https://desk.test")
