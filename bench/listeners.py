"""The people who listen: each a member of one of the organizations, signed in once."""

import datetime
import json
import uuid
from pathlib import Path


def make(count: int, file: Path) -> tuple[Path, list[tuple[uuid.UUID, uuid.UUID]]]:
    """Make the people, the same number in each organization; returns the file of who listens, and tickets to change."""
    from django.conf import settings

    from moondesk.kit import database

    slugs = [f"bench-{number}" for number in range(20)]
    organizations = {slug: database.crossing("organization_by_slug", slug)[0][0] for slug in slugs}
    places, tickets = [], []
    for number, (slug, pk) in enumerate(organizations.items()):
        share = count // len(slugs) + (number < count % len(slugs))
        keys, some = _in_organization(pk, slug, share)
        places += [(slug, settings.SESSION_COOKIE_NAME, key) for key in keys]
        tickets += [(pk, ticket) for ticket in some]
    file.write_text(json.dumps(places))
    return file, tickets


def some(file: Path, folder: Path, count: int) -> Path:
    """Return the file of a few of them."""
    few = folder / "few.json"
    few.write_text(json.dumps(json.loads(file.read_text())[:count]))
    return few


def _in_organization(pk: uuid.UUID, slug: str, count: int) -> tuple[list[str], list[uuid.UUID]]:
    from moondesk.accounts.models import User
    from moondesk.kit import tenancy
    from moondesk.organizations.models import Department, Member, MemberDepartment
    from moondesk.organizations.permissions import Role
    from moondesk.tickets.models import Ticket

    mails = [f"listener{number}@{slug}.test" for number in range(count)]
    known = {user.email: user for user in User.objects.filter(email__in=mails)}
    new = [User(email=mail, name=f"Listener {mail}", password="!") for mail in mails if mail not in known]
    User.objects.bulk_create(new)
    users = [*known.values(), *new]
    with tenancy.organization(pk):
        departments = list(Department.objects.all())
        members = [Member(user=one, name=one.name, roles=[Role.SUPPORT_AGENT]) for one in new]
        Member.objects.bulk_create(members)
        MemberDepartment.objects.bulk_create(
            [MemberDepartment(member=member, department=one) for member in members for one in departments]
        )
        tickets = list(Ticket.objects.filter(merged_into=None).order_by("-id").values_list("pk", flat=True)[:200])
    return [_sign_in(user) for user in users], tickets


def _sign_in(user: object) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    session = SessionStore()
    values = {
        SESSION_KEY: str(user.pk),  # type: ignore[attr-defined]
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),  # type: ignore[attr-defined]
    }
    key = session._get_new_session_key()  # type: ignore[attr-defined]
    expires = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    Session.objects.create(session_key=key, session_data=session.encode(values), expire_date=expires)
    return str(key)
