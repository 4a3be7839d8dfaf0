"""Names in place of the ids that entries of the audit log hold: an id tells nobody who joined."""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from moondesk.events.models import Event
from moondesk.organizations.people import names_of

_LENGTH = 36


class Names:
    """The names that the ids in some entries have now; what is gone stays an id."""

    def __init__(self, events: Iterable[Event]) -> None:
        ids = {one for event in events for one in _ids({"subject": str(event.subject_id), **event.data})}
        self._names = {str(key): name for key, name in names_of(ids).items()}

    def of(self, key: Any) -> str:
        """Return the name that goes with an id, or nothing."""
        return self._names.get(str(key), "")

    def text(self, value: Any) -> str:
        """Return what an entry says of a part, as a person reads it."""
        if isinstance(value, bool) or value in ("True", "False"):
            return _("yes") if str(value) == "True" else _("no")
        if isinstance(value, str):
            return self._names.get(value, value)
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return ", ".join(self.text(one) for one in value)
        return json.dumps(value, ensure_ascii=False)


def _ids(value: Any) -> Iterator[uuid.UUID]:
    if isinstance(value, str) and len(value) == _LENGTH:
        try:
            yield uuid.UUID(value)
        except ValueError:
            return
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _ids(one)
    elif isinstance(value, list):
        for one in value:
            yield from _ids(one)
