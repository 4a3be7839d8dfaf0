"""Keeping the words of tickets."""

import uuid
from collections.abc import Collection

from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.queries import current_organization
from moondesk.search.models import SearchBuild
from moondesk.search.texts import words_of
from moondesk.tickets.actions.wording import lock_words, lock_words_soon, write_words
from moondesk.tickets.wording import ids_before

BATCH = 100


def index_tickets(ticket_ids: Collection[uuid.UUID]) -> None:
    """Write the words of tickets anew, as they are now. Ids of what is no ticket are passed over."""
    lock_words()
    write_words(words_of(ticket_ids))


def index_tickets_soon(ticket_ids: Collection[uuid.UUID]) -> bool:
    """Do the same unless others hold the words for long; say whether it was done."""
    if not lock_words_soon():
        return False
    write_words(words_of(ticket_ids))
    return True


def build_batch() -> bool:
    """Write the words of some tickets that a build has not come to, the newest first; say whether there may be more."""
    build = SearchBuild.objects.select_for_update().first()
    if build is None or build.finished_at is not None:
        return False
    ids = ids_before(build.before, BATCH)
    index_tickets(ids)
    build.built += len(ids)
    build.before = ids[-1] if ids else build.before
    build.finished_at = now() if len(ids) < BATCH else None
    build.save(update_fields=["built", "before", "finished_at"])
    return build.finished_at is None


def wants_building() -> bool:
    """Say whether the organization's search is not built to the end; a new one begins here, also for a new prefix."""
    prefix = current_organization().number_prefix
    here = {"organization_id": tenancy.current_organization_id()}
    build, _made = SearchBuild.objects.get_or_create(**here, defaults={"prefix": prefix})
    if build.prefix != prefix:
        known, build.prefix = build.prefix, prefix
        build.save(update_fields=["prefix"])
        if known:  # whoever changed it: numbers are found with the prefix that they have now
            build_again()
            return True
    return build.finished_at is None


def build_again() -> None:
    """Have the search of the organization in context built anew from all tickets; what is there serves until then."""
    SearchBuild.objects.all().delete()
    SearchBuild.objects.create(prefix=current_organization().number_prefix)
