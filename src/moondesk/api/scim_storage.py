"""Where the SCIM service reads and writes: the organization's directory. The protocol itself is scim2-server's."""

import uuid
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from pydantic import ValidationError
from scim2_models import (
    EnterpriseUser,
    Group,
    InvalidValueException,
    Meta,
    NotFoundException,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ResponseParameters,
    ScimFilter,
    SearchRequest,
    TooManyException,
    UniquenessException,
    User,
)
from scim2_models.path import CompareOperator, Comparison
from scim2_server.storage import ScimStorage, SearchPage

from moondesk.directory import actions
from moondesk.directory.errors import NameTaken
from moondesk.directory.models import NAME_LENGTH, DirectoryGroup, DirectoryPerson
from moondesk.directory.queries import get_group, get_person, places_of, rows_of
from moondesk.directory.rules import Source
from moondesk.kit.errors import NotFound
from moondesk.organizations.actor import Actor

PersonModel = User[EnterpriseUser]
MOST_SHOWN = 200
MOST_SEARCHED = 20_000
"""How many a search with a filter of any kind looks through; one for a name is answered by an index."""
_OURS = ("id", "meta", "groups", "password", "schemas")
_INDEXED = {
    ("User", "username"): "user_name__iexact",
    ("User", "externalid"): "external_id",
    ("Group", "displayname"): "name__iexact",
    ("Group", "externalid"): "external_id",
}

type Row = DirectoryPerson | DirectoryGroup


class DirectoryStorage(ScimStorage):
    """The people and groups of the organization in context, written in the name of ``actor``."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    @contextmanager
    def operation(self) -> Generator[None]:
        """Do one operation whole or not at all."""
        with transaction.atomic():
            yield

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        """Return one person or group."""
        return _shown([self._row(resource_type, resource_id)])[0]

    def search(
        self, resource_types: list[ResourceType], search_request: SearchRequest[Any], *, position: Any = None
    ) -> SearchPage:
        """Return a page of what is found, in the order in which it came."""
        wanted = search_request.filter
        start = search_request.start_index_0 or 0
        stop = None if search_request.count is None else start + search_request.count
        stop = min(start + MOST_SHOWN, start + MOST_SHOWN if stop is None else stop)
        kinds = [_candidates(str(one.name), wanted) for one in resource_types]
        if wanted is None:
            return _page_of(kinds, start, stop)
        if sum(rows.count() for rows in kinds) > MOST_SEARCHED:
            raise TooManyException
        found, total = [], 0
        for resource in _looked_through(kinds):
            if _matches(wanted, resource):
                if start <= total < stop:
                    found.append(resource)
                total += 1
        return SearchPage(total, found)

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Write somebody or something new."""
        return _shown([self._write(None, resource)])[0]

    def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        """Write what is known anew."""
        row = self._row(resource_type, str(resource.id), expected_version, lock=True)
        return _shown([self._write(row, resource)])[0]

    def delete(self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None) -> None:
        """Forget a person or a group."""
        row = self._row(resource_type, resource_id, expected_version, lock=True)
        if isinstance(row, DirectoryPerson):
            actions.remove_person(row, by=self.actor)
        else:
            actions.remove_group(row, by=self.actor)

    def _row(
        self, resource_type: ResourceType, resource_id: str, version: str | None = None, *, lock: bool = False
    ) -> Row:
        get: Any = get_person if resource_type.name == "User" else get_group
        try:
            row: Row = get(uuid.UUID(resource_id), lock=lock)
        except (ValueError, NotFound):
            raise NotFoundException from None
        is_gone = isinstance(row, DirectoryPerson) and row.gone_at is not None
        if is_gone or row.source != Source.SCIM:  # what another source wrote is not SCIM's to read or change
            raise NotFoundException
        if version is not None and version != _version(row):
            raise PreconditionFailedException
        return row

    def _write(self, known: Row | None, resource: Resource[Any]) -> Row:
        external_id = str(resource.external_id or "")
        name = str(resource.user_name if isinstance(resource, User) else resource.display_name or "")  # type: ignore[attr-defined]
        for value in (name, external_id):
            if len(value) > NAME_LENGTH or "\0" in value:
                raise InvalidValueException(detail=f"Names and external ids have at most {NAME_LENGTH} characters")
        try:
            if isinstance(resource, Group):
                inside = {_id(one.value): one.display or "" for one in resource.members or []}
                group = actions.Group(name=name, external_id=external_id, people=inside)
                return actions.write_group(_as(DirectoryGroup, known), group, source=Source.SCIM, by=self.actor)
            document = {key: value for key, value in resource.model_dump().items() if key not in _OURS}
            person = actions.Person(user_name=name, external_id=external_id, document=document)
            return actions.write_person(_as(DirectoryPerson, known), person, source=Source.SCIM, by=self.actor)
        except NameTaken:
            raise UniquenessException from None


def _as[R: Row](kind: type[R], row: Row | None) -> R | None:
    return row if isinstance(row, kind) else None


def _id(value: Any) -> uuid.UUID:
    """Return an id. Raises ``InvalidValueException`` for what cannot be one."""
    try:
        return uuid.UUID(str(value))
    except ValueError:
        raise InvalidValueException(detail="A member is named by the id of a user") from None


def _page_of(kinds: Sequence[QuerySet[Any]], start: int, stop: int) -> SearchPage:
    """Return a page of all there is; the database counts and cuts."""
    rows: list[Row] = []
    total = 0
    for kind in kinds:
        there = kind.count()
        rows += kind[max(0, start - total) : max(0, stop - total)] if stop > total else []
        total += there
    return SearchPage(total, _shown(rows))


def _looked_through(kinds: Sequence[QuerySet[Any]]) -> Iterator[Resource[Any]]:
    """Go through people and groups, no more of them in memory at a time than a page has."""
    for kind in kinds:
        for rows in batched(kind.iterator(chunk_size=MOST_SHOWN), MOST_SHOWN):
            yield from _shown(rows)


def _candidates(name: str, wanted: ScimFilter[Any] | None) -> QuerySet[Any]:
    lookups: dict[str, str] = {}
    node = wanted.ast if wanted is not None else None
    if isinstance(node, Comparison) and node.op == CompareOperator.eq and isinstance(node.value, str):
        lookup = _INDEXED.get((name, str(node.attr_path).lower()))
        if lookup:
            lookups = {lookup: node.value.replace("\0", "")}
    kind: type[Row] = DirectoryPerson if name == "User" else DirectoryGroup
    return rows_of(kind, Source.SCIM, lookups)


def _matches(wanted: ScimFilter[Any], resource: Resource[Any]) -> bool:
    kind: Any = ScimFilter
    bound = wanted if wanted.models else kind[type(resource)](str(wanted))
    return bool(bound.match(resource))


def _version(row: Row) -> str:
    return f'W/"{row.version}"'


def _shown(rows: Sequence[Row]) -> list[Resource[Any]]:
    """Return rows as SCIM writes them, in as many statements as for one."""
    people = [row.pk for row in rows if isinstance(row, DirectoryPerson)]
    groups = [row.pk for row in rows if isinstance(row, DirectoryGroup)]
    groups_of: dict[uuid.UUID, list[dict[str, str]]] = {}
    for place in places_of(people=people):
        shown = {"value": str(place.group_id), "display": place.group.name, "$ref": f"Groups/{place.group_id}"}
        groups_of.setdefault(place.person_id, []).append(shown)
    people_of: dict[uuid.UUID, list[dict[str, str]]] = {}
    for place in places_of(groups=groups):
        shown = {"value": str(place.person_id), "type": "User", "$ref": f"Users/{place.person_id}"}
        named = {"display": place.display} if place.display else {}
        people_of.setdefault(place.group_id, []).append(shown | named)
    return [
        _person(row, groups_of.get(row.pk, []))
        if isinstance(row, DirectoryPerson)
        else _group(row, people_of.get(row.pk, []))
        for row in rows
    ]


def _person(row: DirectoryPerson, groups: list[dict[str, str]]) -> Resource[Any]:
    about = {"userName": row.user_name, "id": str(row.pk), "groups": groups}
    try:
        person = PersonModel.model_validate(row.document | about)
    except ValidationError:
        # It came from another source, which was removed: what is no address there must not hide everybody else.
        plain = {key: row.document[key] for key in ("active", "displayName") if key in row.document}
        person = PersonModel.model_validate(plain | about)
    person.meta = _meta(row, "User")
    return person


def _group(row: DirectoryGroup, people: list[dict[str, str]]) -> Resource[Any]:
    about: dict[str, Any] = {"id": str(row.pk), "displayName": row.name, "members": people}
    group = Group.model_validate(about | ({"externalId": row.external_id} if row.external_id else {}))
    group.meta = _meta(row, "Group")
    return group


def _meta(row: Row, name: str) -> Meta:
    return Meta(resource_type=name, created=row.created_at, last_modified=row.updated_at, version=_version(row))
