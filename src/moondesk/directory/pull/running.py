"""One reading from its beginning to its end: asked without a transaction, taken in one.

The row of the pull says which reading may be taken. One that was stopped and is done anew begins from its beginning;
one that another took the place of, or whose pull was changed meanwhile, is not taken.
"""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace

import structlog
from django.db import OperationalError
from django.db.models import Q
from django.db.models.functions import Coalesce

from moondesk.directory.events import (
    DirectoryListingHeld,
    DirectoryPulled,
    DirectoryPullFailing,
    DirectoryPullRecovered,
)
from moondesk.directory.models import DirectoryPull, DirectoryRun
from moondesk.directory.pull.asking import Question, Reading, address_of, headers_of, read
from moondesk.directory.pull.contract import Note, PageBroken
from moondesk.directory.pull.queries import UNDER_WAY, find_pull, run_under_way, time_read
from moondesk.directory.pull.writing import Shrunk, Taken, take
from moondesk.directory.pull_rules import (
    LONGEST_QUEUE,
    MOST_AN_HOUR,
    TRIES,
    WHOLE_AFTER,
    NoteCode,
    Proof,
    RunState,
    Schedule,
    Trouble,
    next_time,
    next_try,
    shown_address,
    zone_of,
)
from moondesk.directory.rules import LABEL, StepKind
from moondesk.events.actions import emit
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.metrics import PULLS, WORK_FAILED
from moondesk.kit.sealing import BrokenSeal, unseal
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.features import Feature
from moondesk.organizations.queries import current_organization
from moondesk.organizations.switches import is_off

log = structlog.get_logger(__name__)

LOST_AFTER = datetime.timedelta(minutes=30)
"""After so long a reading that a worker took up is given up."""
NOTES_KEPT = 200


def perform(tenant: uuid.UUID, run_id: uuid.UUID) -> None:
    """Do one reading. Doing it twice does nothing the second time.

    Whatever goes wrong counts as a failure, so that somebody is told; what the database did is tried again before.
    """
    with tenancy.organization(tenant):
        begun = _begin(run_id)
    if begun is None:
        return
    revision, question = begun
    try:
        if isinstance(question, PageBroken):
            raise question
        reading = read(question)
        with tenancy.organization(tenant):
            _take(run_id, revision, reading)
    except OperationalError:
        raise
    except Shrunk as error:
        with tenancy.organization(tenant):
            _hold(run_id, revision, error)
    except PageBroken as error:
        with tenancy.organization(tenant):
            _fail(run_id, revision, error)
    except Exception:
        log.exception("reading of the directory failed", organization=str(tenant), run=str(run_id))
        WORK_FAILED.labels("directory_pull").inc()
        with tenancy.organization(tenant):
            _fail(run_id, revision, PageBroken(Trouble.OURS))


def begin_due() -> uuid.UUID | None:
    """Return a new reading whose time has come; readings that nobody does any more are given up before."""
    pull = DirectoryPull.objects.select_for_update(of=("self",), skip_locked=True).first()
    for run in _lost():
        if pull is not None and is_open():
            _count(pull, PageBroken(Trouble.LOST))
        if pull is not None or find_pull() is None:
            _end(run, RunState.FAILED, trouble=Trouble.LOST)
    is_due = pull is not None and pull.is_on and pull.next_at is not None and pull.next_at <= now()
    if pull is None or not is_due or not is_open() or run_under_way() is not None or has_read_long():
        return None
    pull.next_at = regular_time(pull)
    pull.save(update_fields=["next_at"])
    return DirectoryRun.objects.create(state=RunState.WAITING).pk


def _lost() -> Iterable[DirectoryRun]:
    """Return readings that nobody does any more. However long one waits for a worker's hand, it is not lost by that."""
    stopped = Q(state=RunState.RUNNING, since__lt=now() - LOST_AFTER)
    forgotten = Q(state=RunState.WAITING, created_at__lt=now() - LONGEST_QUEUE)
    return DirectoryRun.objects.annotate(since=Coalesce("began_at", "created_at")).filter(stopped | forgotten)


def has_read_long() -> bool:
    """Say whether readings took so long within the last hour that none begins now."""
    return time_read(now() - datetime.timedelta(hours=1)) > MOST_AN_HOUR


def is_open() -> bool:
    """Say whether the organization in context works and has a directory: nothing of it closed by the operator."""
    own = current_organization()
    return not own.is_closed and not is_off(Feature.DIRECTORY, own)


def question_of(pull: DirectoryPull, *, whole: bool) -> Question:
    """Return what to ask; for ``whole`` everything, without any word of what we have. Raises ``PageBroken``."""
    try:
        secret = unseal(bytes(pull.sealed_secret), pull.pk)
    except BrokenSeal:
        raise PageBroken(Trouble.SEALED) from None
    since = "" if whole else pull.as_of
    tag = pull.etag if not whole and pull.etag_of == address_of(pull.url, since) else ""
    return Question(pull.url, headers_of(Proof(pull.proof), pull.name, secret), since, tag)


def puller() -> Actor:
    """Return the directory as one who acts by the clock."""
    return replace(system_actor(tenancy.current_organization_id()), label=LABEL)


def regular_time(pull: DirectoryPull) -> datetime.datetime:
    """Return when to ask next if all goes well."""
    return next_time(Schedule(pull.schedule), pull.daily_at, zone_of(current_organization().time_zone), now())


def _begin(run_id: uuid.UUID) -> tuple[int, Question | PageBroken] | None:
    pull = DirectoryPull.objects.select_for_update(of=("self",)).first()
    run = DirectoryRun.objects.filter(pk=run_id, state__in=[one.value for one in UNDER_WAY]).first()
    if run is None:
        return None
    if pull is None or not is_open():
        _end(run, RunState.FAILED, trouble=Trouble.LOST)
        return None
    pull.running, run.state, run.began_at = run.pk, RunState.RUNNING, now()
    pull.save(update_fields=["running"])
    run.save(update_fields=["state", "began_at"])
    is_due = pull.whole_at is None or now() - pull.whole_at > WHOLE_AFTER
    try:
        asked = question_of(pull, whole=run.was_asked)
        return pull.revision, replace(asked, since="", tag="") if is_due and asked.since else asked
    except PageBroken as error:
        return pull.revision, error


def _locked(run_id: uuid.UUID, revision: int) -> tuple[DirectoryPull, DirectoryRun] | None:
    """Return pull and run while the run may still be taken; else it ends as one that was lost."""
    pull = DirectoryPull.objects.select_for_update(of=("self",)).first()
    run = DirectoryRun.objects.filter(pk=run_id, state=RunState.RUNNING).first()
    if run is None:
        return None
    if pull is None or pull.running != run_id or pull.revision != revision or not is_open():
        _end(run, RunState.FAILED, trouble=Trouble.LOST)
        return None
    return pull, run


def _take(run_id: uuid.UUID, revision: int, reading: Reading) -> None:
    found = _locked(run_id, revision)
    if found is None:
        return
    pull, run = found
    run.pages = reading.pages
    taken = Taken()
    if reading.said is not None:
        said = reading.said
        run.is_full, run.read = said.is_full, said.entries
        taken = take(said, by=puller(), takes_fewer=run.takes_fewer)
        pull.as_of = said.as_of
        # With somebody left as they are known here, the same listing may say more the next time.
        pull.etag = reading.tag[:300] if reading.tag.isascii() and not taken.skipped and len(reading.tag) <= 300 else ""
        pull.etag_of = reading.asked if pull.etag else ""
        pull.whole_at = now() if said.is_full else pull.whole_at
    _note(run, taken)
    _well(pull)
    _end(run, RunState.DONE if reading.said is not None else RunState.SAME)


def _note(run: DirectoryRun, taken: Taken) -> None:
    steps = taken.steps
    run.joined, run.moved, run.left = steps[StepKind.JOIN], steps[StepKind.MOVE], steps[StepKind.LEAVE]
    run.conflicts, run.skipped = steps[StepKind.CONFLICT], taken.skipped
    notes = [*([Note(NoteCode.HELD, "", "")] if taken.waits else []), *taken.notes]
    run.notes = kept_notes(notes)
    counts = {name: getattr(run, name) for name in ("read", "joined", "moved", "left", "conflicts", "skipped")}
    if taken.steps.total():
        emit(DirectoryPulled(subject_id=run.pk, **counts), by=puller())


def kept_notes(notes: Sequence[Note]) -> list[dict[str, str]]:
    """Return notes as a reading keeps them."""
    return [{"code": one.code.value, "id": one.about, "detail": one.detail} for one in notes[:NOTES_KEPT]]


def _well(pull: DirectoryPull) -> None:
    if pull.failures >= TRIES:
        emit(DirectoryPullRecovered(subject_id=pull.pk, label=shown_address(pull.url)), by=puller())
    pull.failures, pull.trouble, pull.detail, pull.running = 0, "", "", None
    pull.last_success_at, pull.next_at = now(), regular_time(pull) if pull.is_on else None
    pull.save()


def _fail(run_id: uuid.UUID, revision: int, error: PageBroken) -> None:
    found = _locked(run_id, revision)
    if found is None:
        return
    pull, run = found
    _count(pull, error)
    run.notes = kept_notes(error.notes)
    run.skipped = sum(one.code is not NoteCode.UNKNOWN_FIELDS for one in error.notes)
    _end(run, RunState.FAILED, trouble=error.trouble, detail=error.detail)


def _count(pull: DirectoryPull, error: PageBroken) -> None:
    """Write a failure down, and tell those who manage the directory once there are some in a row."""
    pull.failures, pull.running, pull.last_failure_at = pull.failures + 1, None, now()
    pull.trouble, pull.detail = error.trouble.value, error.detail
    pull.next_at = next_try(now(), pull.failures, error.wait) if pull.is_on else None
    pull.save()
    if pull.failures == TRIES:
        label = shown_address(pull.url)
        emit(DirectoryPullFailing(subject_id=pull.pk, label=label, trouble=error.trouble.value), by=puller())


def _hold(run_id: uuid.UUID, revision: int, error: Shrunk) -> None:
    """Take nothing of a listing that has far fewer people: somebody looks at it first."""
    found = _locked(run_id, revision)
    if found is None:
        return
    pull, run = found
    last = DirectoryRun.objects.exclude(pk=run.pk).first()
    if last is None or last.state != RunState.HELD:
        emit(DirectoryListingHeld(subject_id=pull.pk, lacking=error.lacking, known=error.known), by=puller())
    _well(pull)
    _end(run, RunState.HELD, detail=f"{error.lacking}/{error.known}")


def _end(run: DirectoryRun, state: RunState, *, trouble: Trouble | None = None, detail: str = "") -> None:
    run.state, run.finished_at = state, now()
    run.trouble, run.detail = trouble.value if trouble else "", detail
    run.save()
    PULLS.labels(state.value).inc()
