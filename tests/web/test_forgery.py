"""What keeps forms from being forged: Django's check, with secrets drawn at once."""

from collections import Counter

from django.middleware import csrf

from moondesk.web import fragments


def test_secrets_are_as_random_as_django_has_them() -> None:
    assert csrf._get_new_csrf_string is fragments._random_letters
    drawn = [csrf._get_new_csrf_string() for _turn in range(2000)]
    assert {len(one) for one in drawn} == {csrf.CSRF_SECRET_LENGTH}
    assert len(set(drawn)) == 2000
    counts = Counter("".join(drawn))
    assert set(counts) == set(csrf.CSRF_ALLOWED_CHARS)
    assert max(counts.values()) < 2 * min(counts.values()), "each about 1,032 times"
