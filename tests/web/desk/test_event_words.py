"""What happens to tickets is told in words, never by the name of an event."""

from moondesk.events.registry import event_types
from moondesk.web.desk import timeline


def test_all_that_happens_to_a_ticket_has_words() -> None:
    told = {name for name in event_types if name.startswith("ticket.")} - {"ticket.purged"}
    assert told - set(timeline._WORDS) == set()
