"""The same at a real S3-compatible server: keys by organization, short-lived signed addresses that cannot be bent."""

import datetime
import io
import urllib.error
import urllib.request

import pytest

from moondesk.config.places import file_storage
from moondesk.files import actions, errors, examining, storage
from moondesk.files.jobs import sweep
from moondesk.files.models import File
from moondesk.kit import tenancy
from moondesk.kit.errors import StartupError
from tests import factories
from tests.files import samples
from tests.harness.people import Cast

DISPOSITION = "attachment; filename=\"a.txt\"; filename*=utf-8''a.txt"


def got(address: str, method: str = "GET") -> tuple[int, bytes, dict[str, str]]:
    request = urllib.request.Request(address, method=method, data=b"x" if method == "PUT" else None)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, b"", {}


def test_a_file_goes_to_the_bucket_and_comes_back(in_acme: Cast, bucket: str) -> None:
    file = actions.store_file(
        actions.Incoming("a.png", "image/png", io.BytesIO(samples.picture())), by=in_acme.agent.actor
    )
    assert file.key.startswith(f"{in_acme.acme.pk.hex}/")
    examining.examine(in_acme.acme.pk, file.pk)
    file.refresh_from_db()
    assert file.has_picture
    with storage.fetch(file.key) as content:
        assert content.read() == samples.picture()
    keys = set(storage.keys_below(in_acme.acme.pk.hex))
    assert keys == set(actions.keys_of(file))
    storage.drop(actions.keys_of(file))
    assert set(storage.keys_below(in_acme.acme.pk.hex)) == set()


def test_a_signed_address_gives_the_file_as_told(in_acme: Cast, bucket: str) -> None:
    file = factories.make_file("a.txt", b"Hello\n")
    address = storage.direct_address(file.key, DISPOSITION, "text/plain; charset=utf-8") or ""
    status, body, headers = got(address)
    assert (status, body) == (200, b"Hello\n")
    assert headers["Content-Disposition"] == DISPOSITION
    assert headers["Content-Type"] == "text/plain; charset=utf-8"


def test_a_signed_address_cannot_be_bent(in_acme: Cast, bucket: str) -> None:
    file, other = factories.make_file("a.txt"), factories.make_file("b.txt")
    address = storage.direct_address(file.key, DISPOSITION, "text/plain") or ""
    assert got(address.replace(file.key, other.key))[0] == 403
    assert got(address.replace("text%2Fplain", "text%2Fhtml"))[0] == 403
    assert got(address.replace("attachment", "inline"))[0] == 403
    assert got(address, "PUT")[0] == 403
    assert got(address.partition("?")[0])[0] == 403


def test_a_signed_address_ends(in_acme: Cast, bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setattr(storage, "LINK_SECONDS", 1)
    file = factories.make_file()
    address = storage.direct_address(file.key, DISPOSITION, "text/plain") or ""
    time.sleep(2.2)
    assert got(address)[0] == 403


def test_the_sweep_works_there_too(in_acme: Cast, bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from moondesk.files import jobs

    file = factories.make_file()
    lost = storage.new_key()
    storage.put(lost, io.BytesIO(b"x"), 1)
    monkeypatch.setattr(jobs, "_UNKNOWN_AFTER", datetime.timedelta(seconds=-5))
    assert sweep(in_acme.acme.pk) == 1
    assert set(storage.keys_below(in_acme.acme.pk.hex)) == {file.key}


def test_two_organizations_with_the_same_file_keep_two(cast: Cast, bucket: str) -> None:
    keys = []
    for organization in (cast.acme, cast.globex):
        with tenancy.organization(organization.pk):
            keys.append(factories.make_file("same.txt", b"same").key)
    storage.drop(keys[:1])
    with storage.fetch(keys[1]) as content:
        assert content.read() == b"same"
    storage.drop(keys)


def test_a_wrong_key_of_the_bucket_is_an_error_with_a_code(
    in_acme: Cast, bucket: str, settings: object, tmp_path: object
) -> None:
    wrong = bucket.replace("desksecret", "another")
    settings.STORAGES = {"files": file_storage(wrong, tmp_path)}  # type: ignore[attr-defined,arg-type]
    with pytest.raises(errors.StorageUnavailable):
        factories.make_file()
    assert not File.objects.exists()


@pytest.mark.parametrize(
    "url", ["ftp://host/x", "s3://host", "s3:///bucket", "s3://host/a/b", "s3://host/a?colour=red"]
)
def test_an_address_that_cannot_be_is_refused_at_the_start(url: str, tmp_path: object) -> None:
    with pytest.raises(StartupError):
        file_storage(url, tmp_path)  # type: ignore[arg-type]
