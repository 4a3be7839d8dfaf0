"""Setting up from where people are read by the clock: connecting, trying, switching, reading now, removing."""

import datetime
import re
import threading
import time
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from moondesk.directory.actions.rules import check_may_feed, preview
from moondesk.directory.errors import InvalidDirectory, PullBusy, PullFailed
from moondesk.directory.events import DirectoryPullAsked, DirectoryPullChanged
from moondesk.directory.models import DirectoryGroup, DirectoryPerson, DirectoryPull, DirectoryRun
from moondesk.directory.pull.asking import Question, Reading, read
from moondesk.directory.pull.contract import TEXT, Note, PageBroken
from moondesk.directory.pull.queries import find_pull, get_pull, run_under_way
from moondesk.directory.pull.running import has_read_long, puller, question_of, regular_time
from moondesk.directory.pull.writing import Shrunk, Taken, take
from moondesk.directory.pull_rules import Proof, RunState, Schedule, Trouble, origin_of, shown_address
from moondesk.directory.queries import Planned
from moondesk.directory.rules import Source
from moondesk.events.actions import emit
from moondesk.kit.asking import asked
from moondesk.kit.clock import now
from moondesk.kit.errors import TooMany
from moondesk.kit.ids import new_id
from moondesk.kit.sealing import seal
from moondesk.limits.actions import Limit, hit
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission

URL_LENGTH, SECRET_LENGTH = 1000, 4000
TRIALS = Limit("directory-pull-trial", 30, 3600)
ASKED = Limit("directory-pull-asked", 30, 3600)
ALIKE_SECONDS = 5.0
"""Whatever keeps an address from being reached is told after this time, or the time would tell what it was."""
_one_at_a_time = threading.Lock()
_HEADER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,79}")
_NOT_OURS = frozenset(
    "accept accept-encoding connection content-length content-type cookie expect host if-none-match keep-alive "
    "proxy-authorization range te trailer transfer-encoding upgrade user-agent".split()
)


@dataclass(frozen=True)
class PullEdit:
    """A connection as somebody wants it. An empty secret keeps the one that is kept."""

    url: str
    proof: str
    name: str
    secret: str
    schedule: str
    daily_at: str


@dataclass(frozen=True)
class Trial:
    """What the first page would do, if all of it were carried out."""

    planned: list[Planned]
    read: int
    has_more: bool
    notes: list[Note]
    skipped: int


def set_pull(edit: PullEdit, *, by: Actor) -> DirectoryPull:
    """Set up or change from where, how and how often people are read. Raises ``InvalidDirectory`` or ``MoreThanOwn``.

    It is off before somebody switches it on.
    """
    check_may_feed(by)
    found = find_pull()
    pull = get_pull(lock=True) if found else DirectoryPull(id=new_id())
    before = _shown(pull) if found else {}
    place, url = (_place(pull), pull.url) if found else (None, "")
    _fill(pull, edit)
    if edit.secret:
        pull.sealed_secret = seal(edit.secret, pull.pk)
    elif place is None:
        raise _wrong("secret", _("Give the secret that the other system expects."))
    elif place != _place(pull):
        # Or whoever changes the address would have the secret sent to a machine of theirs.
        raise _wrong("secret", _("Give the secret as well: it goes to another place, or is shown in another way."))
    if place != _place(pull) or edit.secret or url != pull.url:
        pull.revision += 1
        pull.etag = pull.etag_of = pull.as_of = ""
        pull.failures, pull.trouble, pull.detail = 0, "", ""
    if pull.is_on:
        pull.next_at = regular_time(pull)
    pull.save()
    if not found:
        _take_back()
    after = _shown(pull)
    for name, is_new in (("secret", bool(edit.secret)), ("query", urlsplit(pull.url).query != urlsplit(url).query)):
        if is_new:
            before, after = {**before, name: ""}, {**after, name: "changed"}
    _tell(pull, "changed" if found else "added", before, after, by=by)
    return pull


def switch_pull(on: bool, *, by: Actor) -> None:
    """Read by the clock from now on, beginning at once, or stop. What was read stays."""
    check_may_feed(by)
    pull = get_pull(lock=True)
    if pull.is_on == on:
        return
    before = _shown(pull)
    pull.is_on, pull.next_at = on, now() if on else None
    pull.save(update_fields=["is_on", "next_at"])
    _tell(pull, "switched", before, _shown(pull), by=by)


def run_now(*, by: Actor, takes_fewer: bool = False) -> DirectoryRun:
    """Have the whole listing read now; with ``takes_fewer`` also when far fewer people are in it.

    Raises ``PullBusy`` while a reading is under way, and ``TooMany``.
    """
    by.require(Permission.DIRECTORY_MANAGE)
    if takes_fewer:
        check_may_feed(by)
        by.require(Permission.MEMBER_MANAGE)
    pull = get_pull(lock=True)
    if run_under_way() is not None:
        raise PullBusy(_("A reading is under way. Wait until it is over."))
    hit(ASKED, str(by.organization_id))
    if has_read_long():
        raise TooMany(
            _("Reading took more than 20 minutes within the last hour. Try again later."), extra={"retry_after": 900}
        )
    run = DirectoryRun.objects.create(
        state=RunState.WAITING, was_asked=True, asked_by_id=by.member_id, takes_fewer=takes_fewer
    )
    emit(DirectoryPullAsked(subject_id=pull.pk, run=str(run.pk), takes_fewer=takes_fewer), by=by)
    return run


def try_pull(*, by: Actor) -> Trial:
    """Read the first page and return what it would do. Nothing is kept. Raises ``PullFailed`` or ``TooMany``."""
    check_may_feed(by)
    pull = get_pull()
    try:
        question = replace(question_of(pull, whole=True), only_first=True)
        counted = partial(hit, TRIALS, str(by.organization_id))
        reading = asked(("pull", pull.pk, pull.revision), partial(_read_alone, question), first=counted)
    except PageBroken as error:
        raise PullFailed(
            _("The first page could not be read."), extra={"trouble": error.trouble.value, "detail": error.detail}
        ) from None
    said = reading.said
    if said is None:
        return Trial([], 0, False, [], 0)
    said.is_full = False  # nobody is missing because they are on a later page
    taken: list[Taken] = []
    try:
        planned = preview(lambda: taken.append(take(said, by=puller())), by=by)
    except (PageBroken, Shrunk) as error:
        raise PullFailed(
            _("The first page cannot be taken."), extra={"trouble": "full", "detail": str(error)}
        ) from None
    return Trial(planned, said.entries, bool(said.next), taken[0].notes, taken[0].skipped)


def remove_pull(*, by: Actor) -> None:
    """Read no more from the other system. Its people stay as they are, and belong to SCIM from now on."""
    check_may_feed(by)
    pull = get_pull(lock=True)
    before = _shown(pull)
    for kind in (DirectoryPerson, DirectoryGroup):
        kind.objects.filter(source=Source.PULL).update(source=Source.SCIM, was_pulled=True)
    _tell(pull, "removed", before, {}, by=by)
    pull.delete()


def _take_back() -> None:
    """Give a new pull whom a removed one had written, unless SCIM wrote them since: or they would be nobody's."""
    for kind in (DirectoryPerson, DirectoryGroup):
        kind.objects.filter(was_pulled=True).update(source=Source.PULL, was_pulled=False)


def _read_alone(question: Question) -> Reading:
    """Read the first page. Raises ``TooMany`` while another is tried here: each trial holds a thread of the pages."""
    if not _one_at_a_time.acquire(blocking=False):
        raise TooMany(_("Another pull is being tried. Try again in a moment."), extra={"retry_after": 5})
    began = time.monotonic()
    try:
        return read(question)
    except PageBroken as error:
        if error.trouble is Trouble.UNREACHABLE:
            time.sleep(max(0.0, ALIKE_SECONDS - (time.monotonic() - began)))
        raise
    finally:
        _one_at_a_time.release()


def _fill(pull: DirectoryPull, edit: PullEdit) -> None:
    wrong: dict[str, str] = {}
    pull.url, pull.name = edit.url.strip(), edit.name.strip()
    for problem in (_wrong_url(pull.url), _wrong_proof(edit), _wrong_times(edit)):
        wrong |= problem
    if wrong:
        raise InvalidDirectory(next(iter(wrong.values())), fields=wrong)
    pull.proof, pull.schedule = edit.proof, edit.schedule
    pull.name = pull.name if edit.proof != Proof.BEARER else ""
    pull.daily_at = datetime.time.fromisoformat(edit.daily_at) if edit.daily_at else pull.daily_at


def _wrong_url(url: str) -> dict[str, str]:
    try:
        scheme, _host, _port = origin_of(url)
    except ValueError:
        scheme = ""
    if not scheme or len(url) > URL_LENGTH or not url.isprintable() or " " in url or "#" in url:
        return {"url": _("This is no web address. It looks like https://office.example.com/people.")}
    # Without TLS only where the operator opened a network of their own; each asking looks whether it is there.
    if scheme == "http" and not settings.EGRESS_NETWORKS:
        return {"url": _("The address has to begin with https://.")}
    return {}


def _wrong_proof(edit: PullEdit) -> dict[str, str]:
    wrong, name = {}, edit.name.strip()
    if edit.proof not in {one.value for one in Proof}:
        wrong["proof"] = _("This cannot be chosen.")
    if edit.proof == Proof.HEADER and (not _HEADER.fullmatch(name) or name.lower() in _NOT_OURS):
        wrong["name"] = _("This is no name of a header that we can send. It looks like X-Api-Key.")
    if edit.proof == Proof.BASIC and (not 0 < len(name) <= TEXT or not name.isprintable() or ":" in name):
        wrong["name"] = _("Give the user name, without a colon.")
    if edit.secret and (len(edit.secret) > SECRET_LENGTH or not edit.secret.isprintable() or not _fits(edit)):
        wrong["secret"] = _("This is too long, or has characters that cannot be sent.")
    return wrong


def _fits(edit: PullEdit) -> bool:
    """Say whether a secret can stand in a header; that of HTTP basic is encoded for it."""
    return edit.proof == Proof.BASIC or (edit.secret.isascii() and edit.secret == edit.secret.strip())


def _wrong_times(edit: PullEdit) -> dict[str, str]:
    wrong = {}
    if edit.schedule not in {one.value for one in Schedule}:
        wrong["schedule"] = _("This cannot be chosen.")
    if edit.daily_at and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", edit.daily_at):
        wrong["daily_at"] = _("Give a time, such as 03:00.")
    return wrong


def _wrong(name: str, text: str) -> InvalidDirectory:
    return InvalidDirectory(text, fields={name: text})


def _place(pull: DirectoryPull) -> tuple[object, ...]:
    """Return where a secret is shown, and how."""
    return (*origin_of(pull.url), pull.proof, pull.name)


def _shown(pull: DirectoryPull) -> dict[str, str]:
    names = ("proof", "name", "schedule", "is_on")
    shown = {name: str(getattr(pull, name)) for name in names}
    return {"url": shown_address(pull.url), **shown, "daily_at": f"{pull.daily_at:%H:%M}"}


def _tell(pull: DirectoryPull, change: str, before: dict[str, str], after: dict[str, str], *, by: Actor) -> None:
    changed = [key for key in before | after if before.get(key) != after.get(key)]
    if changed:
        old, new = ({key: one[key] for key in changed if key in one} for one in (before, after))
        emit(DirectoryPullChanged(subject_id=pull.pk, change=change, before=old, after=new), by=by)
