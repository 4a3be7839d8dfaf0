"""Switching features off and on for an organization, and for those to come: only the operator does."""

from collections.abc import Collection

from moondesk.organizations.feature_models import ONLY, StartingFeatures
from moondesk.organizations.features import Feature
from moondesk.organizations.queries import hold_organization
from moondesk.organizations.switches import off_at_start


def set_starting(off: Collection[Feature], *, seen: Collection[Feature]) -> bool:
    """Let new organizations begin without just these features; says whether it was still as ``seen``."""
    StartingFeatures.objects.get_or_create(pk=ONLY)
    row = StartingFeatures.objects.select_for_update().get(pk=ONLY)
    if off_at_start() != set(seen):
        return False
    row.off = sorted(one.value for one in off)
    row.save(update_fields=["off"])
    return True


def set_features(changes: dict[Feature, bool], *, seen: Collection[Feature]) -> bool:
    """Switch features of the organization in context on or off; says whether what is off was still as ``seen``.

    Names that are kept of features that there are no more stay as they are.
    """
    own = hold_organization()
    off = {one for one in Feature if one.value in own.features_off}
    if off != set(seen):
        return False
    kept = set(own.features_off) - {one.value for one in changes}
    own.features_off = sorted(kept | {one.value for one, is_on in changes.items() if not is_on})
    own.save(update_fields=["features_off"])
    return True
