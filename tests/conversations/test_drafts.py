"""Drafts: one for each ticket, member and kind; nobody loses text, nobody reads another's, none is kept for ever."""

import datetime

import pytest

from moondesk.conversations.actions.drafts import put_back, remove_untouched, save_draft
from moondesk.conversations.errors import DraftChanged, InvalidMessage
from moondesk.conversations.models import Draft
from moondesk.conversations.queries import drafts_of
from moondesk.conversations.rules import BODY_LENGTH, MessageKind
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from tests import factories
from tests.harness.people import Cast

REPLY, NOTE = MessageKind.REPLY, MessageKind.NOTE


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
    assert refused.value.extra == {"body": "On the train", "updated_at": first.updated_at.isoformat()}
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
    assert put_back(in_acme.ticket, REPLY, "Hello.", by=in_acme.agent.actor) == "Hello.\n\nAnd one more thing"
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
