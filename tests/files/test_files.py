"""Taking files in, attaching them, versions, removal, limits and room, on a real disk."""

import datetime
import io
from pathlib import Path

import pytest

from moondesk.contacts.actors import contact_actor
from moondesk.events.models import Event
from moondesk.files import actions, errors, storage
from moondesk.files.jobs import clean_up_files, sweep
from moondesk.files.models import File, FileUse
from moondesk.files.queries import limits
from moondesk.files.rules import Limits, State
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Door, system_actor
from tests import factories
from tests.files import samples
from tests.harness.people import Cast


def incoming(name: str = "notes.txt", content: bytes = b"Some notes.\n") -> actions.Incoming:
    return actions.Incoming(name, "text/plain", io.BytesIO(content))


def contents(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_file_is_kept_under_a_random_name(in_acme: Cast, files_folder: Path) -> None:
    file = actions.store_file(incoming("../../évil name.txt"), by=in_acme.agent.actor)
    (kept,) = contents(files_folder)
    assert kept.read_bytes() == b"Some notes.\n"
    assert kept.relative_to(files_folder).parts[0] == in_acme.acme.pk.hex
    assert "vil" not in str(kept.relative_to(files_folder))
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert (file.name, file.type, file.size, file.state) == ("évil name.txt", "text/plain", 12, State.UNSCANNED)
    assert Event.objects.filter(name="file.stored", subject_id=file.pk).exists()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"", "file_empty"),
        ("a.txt", b"x" * (70 * 1024), "file_too_large"),
        ("a.png", b"no picture", "file_type_mismatch"),
        ("a.exe", b"MZ\x90\0" + b"\0" * 200, "file_type_not_allowed"),
        ("setup", b"MZ\x90\0" + b"\0" * 200, "file_type_not_allowed"),
        ("run.ps1", b"Get-Process\n", "file_type_not_allowed"),
        ("a.zip", samples.bomb(), "file_archive_bomb"),
        ("a.png", samples.huge_picture(), "file_image_too_large"),
    ],
)
def test_what_does_not_fit_leaves_nothing(
    in_acme: Cast, files_folder: Path, name: str, content: bytes, code: str
) -> None:
    actions.change_limits(Limits(most=64 * 1024), most_possible=10**9, by=in_acme.owner.actor)
    with pytest.raises(errors.InvalidFile) as refused:
        actions.store_file(incoming(name, content), by=in_acme.agent.actor)
    assert refused.value.code == code
    assert refused.value.message
    assert not File.objects.exists()
    assert contents(files_folder) == []


def test_there_is_room_for_so_much_and_what_goes_gives_it_back(in_acme: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.set_quota(0, by=in_acme.owner.actor)
    actions.set_quota(20, by=system_actor(in_acme.acme.pk))
    file = actions.store_file(incoming(), by=in_acme.agent.actor)
    with pytest.raises(errors.QuotaExceeded) as refused, tenancy.organization(in_acme.acme.pk):
        actions.store_file(incoming("b.txt"), by=in_acme.agent.actor)
    assert refused.value.extra == {"quota": 20, "used": 12}
    carla = contact_actor(in_acme.customer.contact, door=Door.PORTAL)
    with pytest.raises(errors.QuotaExceeded) as refused, tenancy.organization(in_acme.acme.pk):
        actions.store_file(incoming("b.txt"), by=carla)
    assert (refused.value.extra, "20" in refused.value.message) == ({}, False)
    actions.discard_upload(file.pk, by=in_acme.agent.actor)
    assert FileUse.objects.get().used == 0
    assert actions.store_file(incoming("c.txt"), by=in_acme.agent.actor).pk


def test_an_upload_is_its_owners_alone(in_acme: Cast) -> None:
    file = actions.store_file(incoming(), by=in_acme.agent.actor)
    for other in (in_acme.owner, in_acme.other_agent, in_acme.customer):
        with pytest.raises(errors.UploadNotFound):
            actions.take_uploads([file.pk], by=other.actor)
        actions.discard_upload(file.pk, by=other.actor)
    assert actions.take_uploads([file.pk], by=in_acme.agent.actor) == [file]
    with pytest.raises(errors.UploadNotFound):
        actions.take_uploads([file.pk], by=in_acme.agent.actor)


def test_an_upload_of_a_form_belongs_to_who_knows_its_mark(in_acme: Cast) -> None:
    nobody = in_acme.customer.actor.through(in_acme.customer.actor.door)
    file = actions.store_file(incoming(), by=nobody, claim="one opening")
    for claim in ("", "another opening"):
        with pytest.raises(errors.UploadNotFound):
            actions.take_uploads([file.pk], by=nobody, claim=claim)
    assert actions.take_uploads([file.pk], by=nobody, claim="one opening") == [file]


def test_another_organizations_upload_does_not_exist(cast: Cast) -> None:
    with tenancy.organization(cast.globex.pk):
        foreign = actions.store_file(incoming(), by=cast.stranger.actor)
    with tenancy.organization(cast.acme.pk), pytest.raises(errors.UploadNotFound):
        actions.take_uploads([foreign.pk], by=cast.owner.actor)


def test_a_message_carries_so_many_files(in_acme: Cast) -> None:
    files = [actions.store_file(incoming(f"{n}.txt"), by=in_acme.agent.actor).pk for n in range(21)]
    with pytest.raises(errors.TooManyFiles):
        actions.take_uploads(files, by=in_acme.agent.actor)


def test_limits_are_the_organizations_own(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        wanted = Limits(most=2_000_000, allowed=("pdf", "png"), blocked=("exe",), from_forms=False)
        actions.change_limits(wanted, most_possible=10**8, by=cast.owner.actor)
        assert limits() == wanted
        with pytest.raises(NotAllowed):
            actions.change_limits(wanted, most_possible=10**8, by=cast.agent.actor)
        for wrong in (Limits(most=1), Limits(most=10**9), Limits(allowed=("p/df",)), Limits(blocked=("x" * 30,))):
            with pytest.raises(errors.InvalidFile):
                actions.change_limits(wrong, most_possible=10**8, by=cast.owner.actor)
    with tenancy.organization(cast.globex.pk):
        assert limits() == Limits()


def test_uploads_left_behind_go_after_a_day(cast: Cast, files_folder: Path) -> None:
    with tenancy.organization(cast.acme.pk):
        old, young, sent = (factories.make_file(f"{name}.txt") for name in ("old", "young", "sent"))
        actions.take_uploads([sent.pk], by=factories.moondesk())
        past = now() - datetime.timedelta(hours=25)
        File.objects.filter(pk__in=[old.pk, sent.pk]).update(created_at=past)
        actions.remove_files(_left())
        assert set(File.objects.values_list("name", flat=True)) == {"young.txt", "sent.txt"}
        assert young.pk


def _left() -> list[File]:
    from moondesk.files.queries import left_behind

    return left_behind()


@pytest.mark.django_db(transaction=True)
def test_the_daily_job_removes_contents_too(transactional_db: None, files_folder: Path) -> None:
    organization = factories.make_organization("acme")
    with tenancy.organization(organization.pk):
        old = factories.make_file("old.txt")
        File.objects.filter(pk=old.pk).update(created_at=now() - datetime.timedelta(hours=25))
        kept = factories.make_file("kept.txt")
    assert len(contents(files_folder)) == 2
    clean_up_files()
    assert [path.name for path in contents(files_folder)] == [kept.key.rsplit("/", 1)[1]]


@pytest.mark.django_db(transaction=True)
def test_the_sweep_removes_only_old_contents_that_no_file_names(transactional_db: None, files_folder: Path) -> None:
    import os

    organization = factories.make_organization("acme")
    with tenancy.organization(organization.pk):
        file = factories.make_file()
        lost, fresh = storage.new_key(), storage.new_key()
        for key in (lost, f"{lost}.small", fresh, f"{file.key}.small"):
            storage.put(key, io.BytesIO(b"x"), 1)
    past = (now() - datetime.timedelta(hours=30)).timestamp()
    for path in contents(files_folder):
        if path.name != fresh.rsplit("/", 1)[1]:
            os.utime(path, (past, past))
    assert sweep(organization.pk) == 2
    assert len(contents(files_folder)) == 3


def test_a_storage_that_is_away_says_so(in_acme: Cast, settings: object, tmp_path: Path) -> None:
    from moondesk.config.places import file_storage

    (tmp_path / "wall").write_text("a file where a folder should be")
    settings.STORAGES = {"files": file_storage(f"file://{tmp_path}/wall", tmp_path)}  # type: ignore[attr-defined]
    with pytest.raises(errors.StorageUnavailable):
        actions.store_file(incoming(), by=in_acme.agent.actor)
