"""Contacts are found by parts of their names, by several words, and misspelt; never those of others."""

import pytest
from django.db import connection

from moondesk.contacts import queries
from moondesk.contacts.models import Contact
from moondesk.contacts.queries import search, with_words
from moondesk.tickets.similar import similar_open
from tests.harness.people import Cast


@pytest.fixture
def people(in_acme: Cast) -> None:
    for name, email, phone in (
        ("Núria Fernández Soler", "nuria@nortia.test", "+34 600 100 200"),
        ("Karola Kaplan", "kk@kaplan.test", ""),
        ("Fernanda Ortiz", "ortiz_f@nortia.test", ""),
        ("", "50%off@shop.test", ""),
    ):
        Contact.objects.create(name=name, email=email, phone=phone)


def found(cast: Cast, text: str) -> list[str]:
    return [one.name or str(one.email) for one in search(cast.agent.actor, text)]


@pytest.mark.parametrize("most", [4000, 0])
def test_all_words_stand_somewhere(in_acme: Cast, people: None, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(queries, "MOST", most)  # both ways to ask give the same
    assert found(in_acme, "fernandez nuria") == ["Núria Fernández Soler"]
    assert found(in_acme, "SOLER nortia") == ["Núria Fernández Soler"]
    assert found(in_acme, "nortia") == ["Fernanda Ortiz", "Núria Fernández Soler"]
    assert found(in_acme, "100 200") == ["Núria Fernández Soler"]
    assert found(in_acme, "50%off") == ["50%off@shop.test"]
    assert found(in_acme, "z_f") == ["Fernanda Ortiz"]
    for nobody in ("z_fernanda", "%%", "\0"):
        assert not with_words(Contact.objects.all(), nobody).exists()
    assert with_words(Contact.objects.all(), " ").count() == Contact.objects.count()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Fernadez", "Núria Fernández Soler"),
        ("kapaln", "Karola Kaplan"),
        ("karolla kaplam", "Karola Kaplan"),
        ("nuria ferandez", "Núria Fernández Soler"),
    ],
)
def test_what_is_misspelt_is_found_all_the_same(in_acme: Cast, people: None, typed: str, meant: str) -> None:
    assert found(in_acme, typed)[:1] == [meant]
    # Whoever looks for what is alike says how much, whatever was said before.
    assert similar_open(in_acme.agent.actor, "Nothing of the kind") == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pg_trgm.word_similarity_threshold')::float")
        assert cursor.fetchone() == (0.6,)


def test_nobody_is_found_who_is_not_like_it_or_not_to_be_seen(in_acme: Cast, people: None) -> None:
    assert found(in_acme, "karola zzzz") == []
    assert found(in_acme, "xyz") == []
    assert found(in_acme, "globex") == []
    assert search(in_acme.customer.actor, "kapaln") == []
