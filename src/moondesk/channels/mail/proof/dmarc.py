"""DMARC: what the domain in From asks for, and whether SPF or DKIM speaks for that domain.

The organization's domain is found by walking up the tree of names (as the revised DMARC does), so no list of public
suffixes has to be kept up to date.
"""

from dataclasses import dataclass

from moondesk.kit.egress.lookups import Lookups

_MOST_LABELS = 7
_POLICIES = ("none", "quarantine", "reject")


@dataclass(frozen=True)
class Policy:
    """What the domain asks for; an empty ``wish`` is a domain that asks for nothing."""

    wish: str
    organization: str
    strict_spf: bool = False
    strict_dkim: bool = False


def record_of(domain: str, lookups: Lookups) -> dict[str, str]:
    """Return the tags of a domain's own record; nothing without exactly one."""
    found = [
        one for one in lookups.ask(f"_dmarc.{domain}", "TXT") if one.replace(" ", "").lower().startswith("v=dmarc1")
    ]
    if len(found) != 1:
        return {}
    pairs = (part.partition("=") for part in found[0].split(";") if "=" in part)
    return {name.strip().lower(): value.strip().lower() for name, _is, value in pairs}


def _names_above(domain: str) -> list[str]:
    """Return a domain and those above it, long ones shortened as the RFC says."""
    labels = domain.split(".")
    names = [domain]
    if len(labels) > _MOST_LABELS + 1:
        labels = labels[-_MOST_LABELS - 1 :]
    return names + [".".join(labels[at:]) for at in range(1, len(labels))]


def organization_of(domain: str, lookups: Lookups) -> str:
    """Return the domain under which others are the same organization's."""
    best = domain
    for name in _names_above(domain):
        record = record_of(name, lookups)
        if not record:
            continue
        if record.get("psd") == "n":
            return name
        if record.get("psd") == "y" and name != domain:
            below = len(domain.split(".")) - len(name.split(".")) - 1
            return ".".join(domain.split(".")[below:])
        best = name
    return best


def policy_of(domain: str, lookups: Lookups) -> Policy:
    """Return what the domain in From asks for. Raises ``NotNow``."""
    organization = organization_of(domain, lookups)
    own = record_of(domain, lookups)
    record = own or record_of(organization, lookups)
    if not record:
        return Policy("", organization)
    wish = record.get("p", "none") if own else record.get("sp", record.get("p", "none"))
    wish = wish if wish in _POLICIES else "none"
    if record.get("t") == "y" and wish != "none":
        wish = _POLICIES[_POLICIES.index(wish) - 1]
    return Policy(wish, organization, record.get("aspf") == "s", record.get("adkim") == "s")


def could_speak(domain: str, other: str, policy: Policy) -> bool:
    """Say whether a domain lies where it could speak for the one in From. Asks nobody, least of all that domain."""
    if domain == other or not policy.wish:
        return bool(other) and domain == other
    return f".{other}".endswith(f".{policy.organization}")


def is_aligned(domain: str, other: str, policy: Policy, lookups: Lookups, *, strict: bool) -> bool:
    """Say whether what was proven of one domain speaks for the domain in From."""
    if strict or domain == other or not could_speak(domain, other, policy):
        return bool(other) and domain == other
    return organization_of(other, lookups) == policy.organization
