"""No organization gets a name that is the beginning of an address of Moondesk's own."""

from collections.abc import Iterator, Sequence

from django.urls import URLPattern, URLResolver, get_resolver

from moondesk.organizations.actions.founding import RESERVED_SLUGS


def beginnings(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[str]:
    """Give the first word of each address, and of those that an empty one leads to."""
    for one in patterns:
        if isinstance(one, URLResolver) and not str(one.pattern):
            yield from beginnings(one.url_patterns)
        else:
            yield str(one.pattern).partition("/")[0]


def test_what_addresses_begin_with_is_no_name_of_an_organization() -> None:
    own = {one for one in beginnings(get_resolver().url_patterns) if one and "<" not in one}
    assert "mail-consent" in own
    assert own <= RESERVED_SLUGS
