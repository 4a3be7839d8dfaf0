"""Drafts: one for each ticket, member and kind; nobody loses text, nobody reads another's, none is kept for ever."""

import datetime
import io
import uuid

import pytest

from moondesk.conversations.actions.drafts import put_back, remove_untouched, save_draft
from moondesk.conversations.errors import DraftChanged, InvalidMessage
from moondesk.conversations.models import Draft
from moondesk.conversations.queries import drafts_of, with_files
from moondesk.conversations.rules import BODY_LENGTH, MessageKind
from moondesk.files.actions import Incoming, discard_upload, remove_files, store_file, take_uploads
from moondesk.files.errors import UploadNotFound
from moondesk.files.models import File
from moondesk.files.queries import left_behind
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from tests import factories
from tests.harness.people import Cast

REPLY, NOTE = MessageKind.REPLY, MessageKind.NOTE


def upload(cast: Cast, name: str, who: str = "agent") -> File:
    return store_file(Incoming(name, "text/plain", io.BytesIO(b"Some notes.")), by=cast.people[who].actor)


def names(cast: Cast, who: str = "agent") -> list[tuple[str, list[str]]]:
    actor = cast.people[who].actor
    found = with_files(actor, drafts_of(actor, cast.ticket))
    return [(draft.kind, [file.name for file in files]) for draft, files in found]


def bodies(cast: Cast, who: str = "agent") -> dict[str, str]:
    return {draft.kind: draft.body for draft in drafts_of(cast.people[who].actor, cast.ticket)}


def test_one_is_kept_for_each_kind_and_the_last_text_counts(in_acme: Cast) -> None:
    by = in_acme.agent.actor
    for text in ("H", "Hel", "Hello"):
        save_draft(in_acme.ticket, REPLY, text, by=by)
    save_draft(in_acme.ticket, NOTE, "Ask Rita", by=by)
    assert bodies(in_acme) == {"reply": "Hello", "note": "Ask Rita"}
    assert save_draft(in_acme.ticket, REPLY, "  \n", by=by) is None
    assert bodies(in_acme) == {"note": "Ask Rita"}


def test_a_draft_is_its_writers_alone(in_acme: Cast) -> None:
    save_draft(in_acme.ticket, REPLY, "Mine", by=in_acme.agent.actor)
    save_draft(in_acme.ticket, REPLY, "The owner's", by=in_acme.owner.actor)
    assert bodies(in_acme) == {"reply": "Mine"}
    assert bodies(in_acme, "owner") == {"reply": "The owner's"}
    assert bodies(in_acme, "viewer") == {}
    assert drafts_of(in_acme.customer.actor, in_acme.ticket) == []


@pytest.mark.parametrize("who", ["viewer", "customer", "employee"])
@pytest.mark.parametrize("kind", [REPLY, NOTE])
def test_one_who_does_not_answer_has_none(in_acme: Cast, who: str, kind: MessageKind) -> None:
    with pytest.raises(NotAllowed):
        save_draft(in_acme.ticket, kind, "Hello", by=in_acme.people[who].actor)
    assert not Draft.objects.exists()


def test_what_was_written_elsewhere_is_not_written_over(in_acme: Cast) -> None:
    by = in_acme.agent.actor
    first = save_draft(in_acme.ticket, REPLY, "On the train", by=by, seen="")
    assert first is not None
    with pytest.raises(DraftChanged) as refused:
        save_draft(in_acme.ticket, REPLY, "At the desk", by=by, seen="")
    assert refused.value.extra == {
        "body": "On the train",
        "updated_at": first.updated_at.isoformat(),
        "file_ids": [],
    }
    second = save_draft(in_acme.ticket, REPLY, "At the desk", by=by, seen=first.updated_at.isoformat())
    with pytest.raises(DraftChanged):
        save_draft(in_acme.ticket, REPLY, "", by=by, seen=first.updated_at.isoformat())
    assert second is not None
    assert bodies(in_acme) == {"reply": "At the desk"}


def test_a_text_that_does_not_fit_leaves_the_one_before(in_acme: Cast) -> None:
    save_draft(in_acme.ticket, REPLY, "Short", by=in_acme.agent.actor)
    with pytest.raises(InvalidMessage):
        save_draft(in_acme.ticket, REPLY, "x" * (BODY_LENGTH + 1), by=in_acme.agent.actor)
    save_draft(in_acme.ticket, NOTE, "a\0b\r\nc", by=in_acme.agent.actor)
    assert bodies(in_acme) == {"reply": "Short", "note": "a�b\nc"}


def test_a_text_that_was_taken_back_comes_before_what_was_begun_since(in_acme: Cast) -> None:
    save_draft(in_acme.ticket, REPLY, "And one more thing", by=in_acme.agent.actor)
    put = put_back(in_acme.ticket, REPLY, "Hello.", by=in_acme.agent.actor)
    assert put == ("Hello.\n\nAnd one more thing", [])
    assert bodies(in_acme) == {"reply": "Hello.\n\nAnd one more thing"}


def test_of_too_many_the_oldest_go(in_acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moondesk.conversations.actions.drafts.MOST_DRAFTS", 3)
    for number in range(5):
        save_draft(factories.make_ticket(f"{number}"), REPLY, str(number), by=in_acme.agent.actor)
    save_draft(in_acme.ticket, REPLY, "another's", by=in_acme.owner.actor)
    left = Draft.objects.filter(member=in_acme.agent.member).values_list("body", flat=True)
    assert sorted(left) == ["2", "3", "4"]
    assert bodies(in_acme, "owner") == {"reply": "another's"}


def test_what_nobody_touched_for_long_goes(in_acme: Cast) -> None:
    save_draft(in_acme.ticket, REPLY, "Old", by=in_acme.agent.actor)
    save_draft(in_acme.ticket, NOTE, "New", by=in_acme.agent.actor)
    Draft.objects.filter(kind="reply").update(updated_at=now() - datetime.timedelta(days=91))
    assert remove_untouched(now() - datetime.timedelta(days=90)) == 1
    assert bodies(in_acme) == {"note": "New"}


def test_files_wait_with_it_until_they_are_sent_or_removed(in_acme: Cast) -> None:
    by = in_acme.agent.actor
    plan, photo, bill = (upload(in_acme, f"{name}.txt") for name in ("plan", "photo", "bill"))
    save_draft(in_acme.ticket, REPLY, "", by=by, file_ids=[plan.pk, photo.pk])
    save_draft(in_acme.ticket, NOTE, "Ask Rita", by=by, file_ids=[bill.pk])
    assert sorted(names(in_acme)) == [("note", ["bill.txt"]), ("reply", ["plan.txt", "photo.txt"])]
    discard_upload(plan.pk, by=by)
    take_uploads([bill.pk], by=by)
    assert sorted(names(in_acme)) == [("note", []), ("reply", ["photo.txt"])]
    take_uploads([photo.pk], by=by)
    assert names(in_acme) == [("note", [])], "one with neither text nor file is none"
    assert save_draft(in_acme.ticket, REPLY, "", by=by) is None


def test_only_ones_own_unsent_files_are_kept(in_acme: Cast) -> None:
    by, sent = in_acme.agent.actor, upload(in_acme, "sent.txt")
    take_uploads([sent.pk], by=by)
    for refused in (upload(in_acme, "owners.txt", "owner").pk, sent.pk, uuid.uuid4()):
        with pytest.raises(UploadNotFound):
            save_draft(in_acme.ticket, REPLY, "Hello", by=by, file_ids=[refused])
    assert not Draft.objects.exists()


def test_files_that_were_added_elsewhere_stay(in_acme: Cast) -> None:
    by = in_acme.agent.actor
    train, desk = upload(in_acme, "train.txt"), upload(in_acme, "desk.txt")
    first = save_draft(in_acme.ticket, REPLY, "Hello", by=by, seen="", file_ids=[train.pk])
    both = save_draft(in_acme.ticket, REPLY, "Hello", by=by, seen="", file_ids=[desk.pk])
    assert first is not None
    assert both is not None
    assert both.file_ids == [train.pk, desk.pk]
    save_draft(in_acme.ticket, REPLY, "Hello", by=by, seen=both.updated_at.isoformat(), file_ids=[desk.pk])
    assert names(in_acme) == [("reply", ["desk.txt"])]
    assert put_back(in_acme.ticket, REPLY, "Hi", by=by, file_ids=[train.pk])[1] == [train.pk, desk.pk]


def test_files_of_a_draft_are_not_swept_before_it_goes(in_acme: Cast) -> None:
    kept, lost = upload(in_acme, "kept.txt"), upload(in_acme, "lost.txt")
    save_draft(in_acme.ticket, NOTE, "", by=in_acme.agent.actor, file_ids=[kept.pk])
    File.objects.filter(pk__in=[kept.pk, lost.pk]).update(created_at=now() - datetime.timedelta(days=80))
    assert left_behind() == [lost]
    remove_files(left_behind())
    Draft.objects.update(updated_at=now() - datetime.timedelta(days=91))
    remove_untouched(now() - datetime.timedelta(days=90))
    assert left_behind() == [kept]
