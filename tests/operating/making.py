"""Test data of the operator's side."""

from collections.abc import Callable
from typing import Any

from moondesk.operating.actions import count_here
from moondesk.operating.models import Standing
from moondesk.organizations.actions.switching import set_starting
from moondesk.organizations.feature_models import StartingFeatures
from moondesk.organizations.switches import off_at_start


def make_starting() -> StartingFeatures:
    """Return with which features new organizations begin, once somebody chose."""
    set_starting([], seen=off_at_start())
    return StartingFeatures.objects.get()


OPERATING: dict[type, Callable[[], Any]] = {Standing: count_here, StartingFeatures: make_starting}
