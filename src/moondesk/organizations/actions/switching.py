"""Switching features off and on for an organization: only the operator of the installation does."""

from collections.abc import Collection

from moondesk.organizations.features import Feature
from moondesk.organizations.queries import hold_organization


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
