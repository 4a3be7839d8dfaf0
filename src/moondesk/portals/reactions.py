"""What follows for sign-ins by link when a contact changes, or what is asked of members."""

from moondesk.contacts.events import ContactUpdated
from moondesk.events.models import Event
from moondesk.events.registry import reacts
from moondesk.organizations.events import (
    DomainProven,
    MemberChanged,
    ProviderChanged,
    ProviderRemoved,
    SecondFactorAsked,
)
from moondesk.organizations.models import Organization
from moondesk.portals.actions.signing_in import end_sign_ins_at, end_sign_ins_of, end_sign_ins_of_members


@reacts([ContactUpdated], in_transaction=True)
def end_with_the_address(event: Event) -> None:
    """End what was opened by the address of before: it must not come back with it."""
    if "email" in event.data["fields"]:
        end_sign_ins_of(event.subject_id)


@reacts([SecondFactorAsked], in_transaction=True)
def end_with_the_demand(event: Event) -> None:
    """End what members opened by a link, which shows no second factor: it must not come back when none is asked."""
    end_sign_ins_of_members()


@reacts([MemberChanged], in_transaction=True)
def end_with_the_role(event: Event) -> None:
    """End what a member opened by a link before more was asked of them, or less."""
    if event.data["field"] in ("roles", "is_active"):
        end_sign_ins_of_members(event.subject_id)


@reacts([ProviderChanged], in_transaction=True)
def end_with_the_way_in(event: Event) -> None:
    """End what was opened by a link where a provider is the only way in: it must not come back when it is not."""
    if {"is_on", "is_forced", "domains"} & event.data["after"].keys():
        end_sign_ins_of_members()
        end_sign_ins_at(_led_to_providers())


@reacts([DomainProven, ProviderRemoved], in_transaction=True)
def end_with_the_domain(event: Event) -> None:
    """End the same when a domain proven later is led to its provider, or one goes that was the only way in."""
    if domains := _led_to_providers():
        end_sign_ins_of_members()
        end_sign_ins_at(domains)


def _led_to_providers() -> list[str]:
    """Return the domains whose people come in only by a provider: of one that is removed, still its own, too."""
    return [line.partition("=")[0] for line in Organization.objects.get().forced_sign_in]
