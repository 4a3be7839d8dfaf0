"""When the demo is loaded and with which passwords. Known passwords exist only while nobody else can reach the desk."""

from collections.abc import Mapping
from typing import Any

from moondesk.kit.errors import StartupError
from moondesk.supervision.ports import is_loopback


def choose_demo(state: Mapping[str, Any], *, host: str, wanted: bool | None, embedded: bool) -> str:
    """Return ``known`` or ``random`` when the demo is to be loaded now, else nothing.

    ``wanted`` is None when nobody said: then the demo comes with the first start of an embedded database on the
    loopback. Raises ``StartupError`` when sign-ins that everybody knows would be open to the network.
    """
    private = is_loopback(host)
    if state.get("demo_passwords") == "known" and not private:
        raise StartupError(
            f"This desk holds demo sign-ins with the published password, so it does not open on {host}. Remove them "
            "first with 'moondesk demo remove' while the desk runs on 127.0.0.1, or use another --data-dir."
        )
    if wanted is None:
        wanted = private and embedded and not state.get("prepared")
    if not wanted or state.get("demo_loaded"):
        return ""
    return "known" if private else "random"
