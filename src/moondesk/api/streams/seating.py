"""How many streams one person has open, counted in the database: there are several processes, on several machines."""

import contextlib
import uuid
from dataclasses import dataclass, field

from django.db import DatabaseError, connection

from moondesk.kit.ids import new_id
from moondesk.limits.seats import give_back, give_back_all, take_seat
from moondesk.realtime.hub import TooManyStreams

_NAME = "streams"
_SLACK = 60.0


@dataclass
class Seating:
    """The streams of this process as the database knows them. ``leave`` runs on the event loop, the rest in threads."""

    most: int
    lifetime: float
    _holder: uuid.UUID = field(default_factory=new_id)
    _left: list[uuid.UUID] = field(default_factory=list)

    def take(self, person: uuid.UUID) -> uuid.UUID:
        """Count one more stream of a person. Raises ``TooManyStreams``."""
        seconds = self.lifetime + _SLACK
        seat = take_seat(_NAME, str(person), most=self.most, seconds=seconds, holder=self._holder)
        if seat is None:
            raise TooManyStreams(busy=False)
        return seat

    def leave(self, seat: uuid.UUID) -> None:
        """Note that a stream has ended; many of them are told to the database at once."""
        self._left.append(seat)

    @property
    def has_left(self) -> bool:
        """Say whether there is something to tell."""
        return bool(self._left)

    def settle(self) -> None:
        """Tell the database which streams have ended; those that cannot be told end there by themselves."""
        left, self._left = self._left, []
        with contextlib.suppress(DatabaseError):
            give_back(left)
        connection.close()

    def end(self) -> None:
        """Tell the database that all have ended."""
        with contextlib.suppress(DatabaseError):
            give_back_all(self._holder)
        connection.close()
