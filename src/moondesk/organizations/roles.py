"""Reading the roles of an organization: the built-in ones and its own, what each allows, and who has it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moondesk.organizations.errors import RoleNotFound
from moondesk.organizations.inheritance import rules_of
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import MEMBER_ROLES, ROLE_LABELS, ROLE_PERMISSIONS, Permission, Role
from moondesk.organizations.role_models import CustomRole


@dataclass(frozen=True)
class RoleView:
    """One role as people see it; ``custom`` is its row unless it is built in."""

    key: str
    name: str
    permissions: frozenset[Permission]
    inherited: frozenset[Permission]
    inherits: str = ""
    custom: CustomRole | None = None

    @property
    def added(self) -> frozenset[Permission]:
        """What it allows beyond the role it inherits from."""
        return self.permissions - self.inherited if self.custom else frozenset()

    @property
    def removed(self) -> frozenset[Permission]:
        """What the role it inherits from allows and it does not."""
        return self.inherited - self.permissions


def custom_roles() -> list[CustomRole]:
    """Return the organization's own roles, by name."""
    return list(CustomRole.objects.all())


def get_custom(key: str) -> CustomRole:
    """Return one of the organization's own roles. Raises ``RoleNotFound``."""
    found = CustomRole.objects.filter(key=key).first()
    if found is None:
        raise RoleNotFound(_("There is no such role."))
    return found


def all_roles() -> list[RoleView]:
    """Return the roles that members can have: the built-in ones from the highest on, then the organization's own."""
    built_in = [RoleView(role, str(ROLE_LABELS[role]), ROLE_PERMISSIONS[role], frozenset()) for role in MEMBER_ROLES]
    return built_in + _own({one.key: one.permissions for one in built_in}, custom_roles())


def _own(built_in: dict[str, frozenset[Permission]], roles: Sequence[CustomRole]) -> list[RoleView]:
    rules = {key: rule.permissions for key, rule in rules_of(roles).items()}
    allowed = built_in | rules
    nothing = frozenset[Permission]()
    return [
        RoleView(one.key, one.name, rules.get(one.key, nothing), allowed.get(one.inherits, nothing), one.inherits, one)
        for one in roles
    ]


def names_of_roles() -> dict[str, str]:
    """Return how each role is called that members can have, by its key."""
    own = dict(CustomRole.objects.values_list("key", "name"))
    return {role.value: str(ROLE_LABELS[role]) for role in MEMBER_ROLES} | own


def standing_by(keys: Sequence[str], custom: Sequence[CustomRole] | None = None) -> list[str]:
    """Return roles and what the custom ones among them come to now, or came to while those were as given."""
    rules = rules_of(custom_roles() if custom is None else custom)
    return [*keys, *(rules[key].base.value for key in keys if key in rules)]


def name_of_role(key: str) -> str:
    """Return how a role is called; a built-in one is known without a statement, an unknown one is its key."""
    if key in {role.value for role in Role}:
        return str(ROLE_LABELS[Role(key)])
    return CustomRole.objects.filter(key=key).values_list("name", flat=True).first() or key


def permissions_by_key() -> dict[str, frozenset[Permission]]:
    """Return what each role allows that members can have."""
    return {one.key: one.permissions for one in all_roles()}


def holders() -> dict[str, list[Member]]:
    """Return the active members with each role, by name."""
    found: dict[str, list[Member]] = {}
    for member in Member.objects.filter(is_active=True):
        for key in member.roles:
            found.setdefault(key, []).append(member)
    return found


def count_holders(members: Iterable[Member]) -> Counter[str]:
    """Return how many of the members have each role."""
    return Counter(key for member in members for key in member.roles)
