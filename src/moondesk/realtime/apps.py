"""The realtime app."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """Streams."""

    name = "moondesk.realtime"
    label = "realtime"

    def ready(self) -> None:
        """Have the dispatcher announce what it hands on."""
        from moondesk.events.dispatcher import announcers
        from moondesk.realtime.announcing import announce

        if announce not in announcers:
            announcers.append(announce)
