"""Words and tags that very many tickets have: of these the index is not asked, as it would read all to give the first.

The latest tickets tell at a glance how many in a hundred have them; if these are of another kind, as after an import, a
few older ones do. What is common stays so for a while, and either way finds the same.
"""

import time
import uuid
from typing import Any

from moondesk.kit import prepared, tenancy

MOST = 4000
"""Of so many tickets the ids are asked for first. When more have the words, one looks at them in the order of the list,
where soon one has them."""
SAMPLES = (((0.0,), 200), ((0.02, 0.1, 0.4), 100))
"""Where one looks first, and where if the words are not there: at which parts of the time between the newest ticket
and the oldest, and at how many tickets."""
MANY_OF_SAMPLE = 6
"""Where so many of them have the words, and thus ``2 * MOST`` of all, the index is not asked."""
_KNOWN_FOR = 60.0
"""Seconds for which a process remembers which words and tags are common."""
_MOST_KNOWN = 10_000
_known: dict[tuple[uuid.UUID, str, str], tuple[float, bool]] = {}

_MOMENT = "('x' || left(replace({end}.ticket_id::text, '-', ''), 12))::bit(48)::bigint"
_HERE = "SELECT w.ticket_id FROM tickets_ticketwords w WHERE w.organization_id = %s"
_SAMPLE = f"""ends AS MATERIALIZED (SELECT {_MOMENT.format(end="newest")} AS newest,
{_MOMENT.format(end="oldest")} AS oldest
FROM ({_HERE} ORDER BY w.ticket_id DESC LIMIT 1) newest, ({_HERE} ORDER BY w.ticket_id LIMIT 1) oldest),
sample AS MATERIALIZED (SELECT few.ticket_id FROM ends, unnest(%s::float[]) AS place (part), LATERAL ({_HERE}
AND w.ticket_id <= rpad(lpad(to_hex((newest - (newest - oldest) * part)::bigint), 12, '0'), 32, 'f')::uuid
ORDER BY w.ticket_id DESC LIMIT %s) AS few)"""  # noqa: S608 - constants
"""SQL: the ids of some tickets, by the organization (twice), where one looks, the organization and how many. Ids begin
with the moment, in milliseconds, so the index leads to any part of the time."""
_SOME = f"WITH {_SAMPLE} SELECT s.ticket_id FROM sample s"  # noqa: S608 - constants
_MANY = f"""WITH {_SAMPLE}, those AS MATERIALIZED (SELECT count(*) AS n FROM sample s JOIN {{table}} t
ON t.organization_id = %s AND t.{{key}} = s.ticket_id WHERE t.{{column}}), total AS MATERIALIZED
(SELECT coalesce(sum(y.tickets), 0) AS n FROM tickets_tally y WHERE y.organization_id = %s AND y.whole)
SELECT CASE WHEN a.n >= %s THEN (SELECT t.n >= %s AND t.n * a.n >= %s FROM those t) END FROM total a"""  # noqa: S608
"""SQL: whether that many have it, or nothing where there are fewer tickets, at which it does not look then."""
_WORDS = _MANY.format(table="tickets_ticketwords", key="ticket_id", column="words @@ %s::tsquery")
_TAGS = _MANY.format(table="tickets_ticket", key="id", column="tags && %s::varchar[]")


def has_words(query: str) -> bool:
    """Say whether very many tickets must have the words of a ``tsquery``."""
    return _is_common(_WORDS, query)


def has_tags(tags: list[str]) -> bool:
    """Say whether very many tickets must have any of the tags."""
    return _is_common(_TAGS, tags)


def learn_words(query: str) -> None:
    """Remember that more than ``MOST`` tickets have the words, which the index was asked in vain for."""
    _remember(_WORDS, query, is_common=True)


def learn_tags(tags: list[str]) -> None:
    """Remember the same of tags."""
    _remember(_TAGS, tags, is_common=True)


def forget() -> None:
    """Ask anew about all words and tags."""
    _known.clear()


def _is_common(statement: str, wanted: Any) -> bool:
    known = _known.get((tenancy.current_organization_id(), statement, str(wanted)))
    if known is not None and time.monotonic() - known[0] <= _KNOWN_FOR:
        return known[1]
    return _remember(statement, wanted, is_common=_sample_says(statement, wanted))


def _remember(statement: str, wanted: Any, *, is_common: bool) -> bool:
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    _known[tenancy.current_organization_id(), statement, str(wanted)] = (time.monotonic(), is_common)
    return is_common


def _sample_says(statement: str, wanted: Any) -> bool:
    here = tenancy.current_organization_id()
    for parts, count in SAMPLES:
        most = max(0, 2 * MOST * count * len(parts))
        values = [here, here, list(parts), here, count, here, wanted, here, 2 * MOST, MANY_OF_SAMPLE, most]
        are_many = prepared.rows(statement, values)[0][0]
        if are_many is not False:
            return bool(are_many)
    return False


def sample_of_tickets() -> list[uuid.UUID]:
    """Return some of the latest tickets and some older ones, whoever may see them."""
    here = tenancy.current_organization_id()
    rows = [prepared.rows(_SOME, [here, here, list(parts), here, count]) for parts, count in SAMPLES]
    return [row[0] for some in rows for row in some]
