"""What a request asks of lists of tickets: its parameters, over those of a saved view if it names one."""

import uuid
from dataclasses import replace

from moondesk.api.edge import ApiRequest
from moondesk.tickets.known_keys import refuse_unknown_keys
from moondesk.tickets.list_errors import refused
from moondesk.tickets.list_query import ListQuery, Sort, over, parse_list_query
from moondesk.views.queries import Known, get_view, understood


def asked_by(request: ApiRequest, *besides: str) -> ListQuery:
    """Return the question for tickets that a request asks, ``besides`` what else its parameters say."""
    given = {name: values for name, values in request.GET.lists() if name not in ("view", *besides)}
    query = parse_list_query(given)
    refuse_unknown_keys(request.actor, query)
    if request.GET.get("view"):
        return over(_saved(request), query, given)
    return query if request.GET.get("sort") else replace(query, sort=Sort.NEWEST)


def _saved(request: ApiRequest) -> ListQuery:
    """Return what the view that is named asks."""
    try:
        view_id = uuid.UUID(request.GET["view"])
    except ValueError:
        raise refused("view") from None
    return understood(get_view(request.actor, view_id), Known.read()).query
