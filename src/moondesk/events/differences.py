"""What an event says of a changed thing: the parts that are other than before, as they were and as they are."""

from collections.abc import Mapping
from typing import Any

type Parts = dict[str, Any]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Parts, Parts]:
    """Return the changed parts as they were and as they are; of something new (nothing before) all are changed."""
    changed = [name for name in after if not before or before[name] != after[name]]
    return {name: before[name] for name in changed} if before else {}, {name: after[name] for name in changed}
