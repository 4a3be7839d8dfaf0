"""Test data of the operator's side."""

from collections.abc import Callable
from typing import Any

from moondesk.operating.actions import count_here
from moondesk.operating.models import Standing

OPERATING: dict[type, Callable[[], Any]] = {Standing: count_here}
