"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search."""

    name = "moondesk.search"
    label = "search"

    def ready(self) -> None:
        """Have the dispatcher tell what changed, and the worker know the jobs."""
        from moondesk.events.dispatcher import announcers
        from moondesk.search import jobs  # noqa: F401
        from moondesk.search.announcing import announce

        if announce not in announcers:
            announcers.append(announce)
