"""The words of mails: checked at their place, filled in as words, per language and category, seen before they go."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from moondesk.channels.mailing_members import TO_ONE_MEMBER
from moondesk.channels.models import MailTemplate
from moondesk.channels.resending import is_resendable
from moondesk.channels.wording.actions import write_template
from moondesk.channels.wording.rules import VARIABLES, Misfit, Texts, fill, misfit_in
from moondesk.conversations.actions import reply_to_customer
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.limits.actions import count
from moondesk.tickets.actions.changes import assign_ticket
from moondesk.tickets.models import Category, Ticket
from tests.harness.people import Cast
from tests.mail.conftest import Office, mail

PAGE, API = "/acme/settings/mail/templates", "/api/v1/mail-templates"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hello {{ customer.name }}", None),
        ('{{customer.first_name|default("there")}}', None),
        ("one\ntwo {{ customer.secret }}", Misfit(2, 5, "customer.secret")),
        ("{{ ticket.closes_at }}", Misfit(1, 1, "ticket.closes_at")),
        ("{% if x %}", Misfit(1, 1)),
        ("a {{ ''.__class__ }}", Misfit(1, 3, "''.__class__")),
        ("{{ customer.name", Misfit(1, 1)),
        ("{{ customer.name|upper }}", Misfit(1, 1, "customer.name")),
    ],
)
def test_a_text_names_known_variables_and_nothing_else(text: str, found: Misfit | None) -> None:
    assert misfit_in(text, "confirmation") == found


@given(st.text(max_size=80), st.sampled_from(sorted(VARIABLES)))
def test_what_fits_is_filled_in_whole_and_values_are_never_read_again(text: str, kind: str) -> None:
    if misfit_in(text, kind) is None:
        value = "{{ ticket.number }}"
        assert fill(text, dict.fromkeys(VARIABLES[kind], value)).count("{{") == text.count("{{")


def test_an_empty_name_takes_its_comma_along() -> None:
    names = {"customer.name": "", "ticket.number": "7"}
    assert fill("Hello, {{ customer.name }}. It is, {{ ticket.number }}", names) == "Hello. It is, 7"
    assert fill('Hello, {{ customer.name | default("you") }}.', names) == "Hello, you."


def words(office: Office, kind: str, body: str, **more: Any) -> None:
    with tenancy.organization(office.cast.acme.pk):
        texts = Texts("Own: {{ ticket.number }} {{ ticket.subject }}", "Dear {{ customer.name }}", body)
        write_template(kind, "en", texts, by=office.cast.owner.actor, **more)


def test_a_confirmation_says_what_was_written_and_nothing_that_a_stranger_typed(office: Office) -> None:
    words(office, "confirmation", 'Hi {{ customer.first_name | default("you") }}, **thanks**.')
    received = office.deliver(mail("x", Subject="Buy pills", From="Pills <carla@customer.test>"))
    [sent] = office.caught()
    with tenancy.organization(office.cast.acme.pk):
        number = Ticket.objects.get(pk=received.ticket_id).number
    assert sent["Subject"] == f"Own: TKT-{number}"
    for kind in ("plain", "html"):
        said = sent.get_body((kind,)).get_content()  # type: ignore[union-attr]
        assert "Hi you," in said
        assert "ills" not in said
    assert "<strong>thanks</strong>" in said


def test_a_reply_carries_words_above_the_message_and_names_are_only_words(office: Office) -> None:
    words(office, "reply", "For {{ customer.name }}:")
    received = office.deliver(mail(From='"**Bo** <b>x</b> [a](http://e.test)" <carla@customer.test>'))
    with tenancy.organization(office.cast.acme.pk):
        reply_to_customer(Ticket.objects.get(pk=received.ticket_id), "Found.", by=office.cast.agent.actor)
    office.run_jobs()
    html = office.caught()[-1].get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert html.index("For ") < html.index("Found.")
    assert "<b>x</b>" not in html
    assert 'href="http://e.test"' not in html


def test_a_category_has_words_of_its_own_and_they_go_when_reset(office: Office, client_of: Any) -> None:
    with tenancy.organization(office.cast.acme.pk):
        category = Category.objects.earliest("position")
    owner = client_of(office.cast.owner)
    at = f"{PAGE}/confirmation/en"
    fields = {"subject": "Thanks {{ ticket.number }}", "heading": "", "body": "By category", "category": category.pk}
    assert owner.post(at, fields).status_code == 302
    shown = owner.get(f"{at}?category={category.pk}").content.decode()
    assert "By category" in shown
    assert "By category" not in owner.get(at).content.decode()
    assert owner.get(PAGE).status_code == 200
    old = next(part for part in shown.split('"') if "/undo/mail_templates/" in part)
    with tenancy.organization(office.cast.acme.pk):
        texts = Texts(fields["subject"], "", "By category")
        write_template("confirmation", "en", texts, by=office.cast.administrator.actor, category=category.pk)
    assert "changed since" in owner.post(old, follow=True).content.decode()
    wrong = owner.post(at, fields | {"body": "a\nb {{ customer.pin }}"})
    assert wrong.status_code == 422
    assert "Line 2, character 3: there is no variable {{ customer.pin }}." in wrong.content.decode()
    changed = owner.get(f"{at}?category={category.pk}").content.decode()
    assert "<ins>By category</ins>" in changed
    for expected in (["reset"], ["reset", "written"]):
        answer = owner.post(f"{at}/reset", {"category": category.pk}, follow=True)
        with tenancy.organization(office.cast.acme.pk):
            assert not MailTemplate.objects.exists()
        if expected == ["reset"]:
            undo = next(part for part in answer.content.decode().split('"') if "/undo/mail_templates/" in part)
            assert owner.post(undo).headers["Location"] == PAGE
            assert "By category" in owner.get(f"{at}?category={category.pk}").content.decode()
    with tenancy.organization(office.cast.acme.pk):
        told = Event.objects.filter(name="mail_template.changed").order_by("id")
        assert [one.data["change"] for one in told] == ["written", "written", "reset", "written", "reset"]
    assert client_of(office.cast.agent).get(at).status_code == 403
    assert owner.get(f"{PAGE}/invitation/en").status_code == 404


def test_words_are_looked_at_in_light_and_dark_and_mailed_to_oneself(office: Office, client_of: Any) -> None:
    cast: Cast = office.cast
    owner, at = client_of(cast.owner), f"{PAGE}/closing/es"
    typed = {"subject": "S {{ ticket.number }}", "heading": "Cierre", "body": "El {{ ticket.closes_at }}"}
    for look, rule in (("light", "@media not all"), ("dark", "@media all")):
        shown = owner.post(f"{at}/preview", typed | {"number": cast.ticket.number, "look": look})
        assert rule in shown.content.decode()
        assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert owner.post(f"{at}/preview", typed | {"number": "NOPE"}).status_code == 404
    assert owner.post(f"{at}/sample", typed | {"number": cast.ticket.number}).status_code == 302
    office.run_jobs()
    [sent] = office.caught()
    assert (sent["To"], sent["Subject"]) == (cast.owner.user.email, f"S TKT-{cast.ticket.number}")
    assert "Cierre" in sent.get_body(("html",)).get_content()  # type: ignore[union-attr]
    sample = office.outgoing()[-1]
    assert (sample.sealed, sample.member_id) == (None, cast.owner.member.pk)
    sample.state = "failed"
    assert not is_resendable(sample)


def test_the_api_reads_writes_previews_and_resets_words(office: Office, token_of: Any) -> None:
    headers = {"Authorization": f"Bearer {token_of(office.cast.owner)}"}

    def ask(method: str, path: str, data: Any = None) -> Any:
        body = {"data": json.dumps(data), "content_type": "application/json"} if data is not None else {}
        return getattr(Client(), method)(API + path, **body, headers=headers)

    built_in = ask("get", "/status/es").json()
    assert built_in["is_own"] is False
    assert built_in["subject"] == "Tu ticket est\u00e1 ahora: {{ ticket.status }} [{{ ticket.number }}]"
    texts = {"subject": "Now {{ ticket.status }}", "heading": "", "body": "# {{ customer.name }}"}
    assert ask("put", "/status/en", texts).json()["is_own"] is True
    refused = ask("put", "/status/en", texts | {"body": "{{ no.such }}"})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_mail_template")
    shown = ask("post", "/status/en/preview", texts | {"ticket": office.cast.ticket.number}).json()
    assert shown["subject"].startswith("Now ")
    assert ask("get", "").json()["items"][0]["subject"] == "Now {{ ticket.status }}"
    assert ask("post", "/status/en/undo").json()["is_own"] is False
    assert ask("post", "/closing/en/undo").status_code == 404
    assert ask("put", "/status/en", texts).json()["is_own"] is True
    assert ask("delete", "/status/en").status_code == 204
    assert ask("post", "/status/en/undo").json()["body"] == "# {{ customer.name }}"
    assert ask("get", "/status/xx").status_code == 404


def test_who_is_given_a_ticket_is_mailed_unless_they_took_it(office: Office) -> None:
    cast: Cast = office.cast
    with tenancy.organization(cast.acme.pk):
        type(cast.acme).objects.update(undo_seconds=0)
        assign_ticket(Ticket.objects.get(pk=cast.ticket.pk), cast.owner.member, by=cast.agent.actor)
    office.run_jobs()
    assert [one["To"] for one in office.caught()] == [cast.owner.user.email]
    with tenancy.organization(cast.acme.pk):
        assign_ticket(Ticket.objects.get(pk=cast.ticket.pk), cast.agent.member, by=cast.agent.actor)
    office.run_jobs()
    assert len(office.caught()) == 1
    with tenancy.organization(cast.acme.pk):
        assert cast.owner.member
        count(TO_ONE_MEMBER, str(cast.acme.pk), str(cast.owner.member.pk), amount=TO_ONE_MEMBER.most)
        assign_ticket(Ticket.objects.get(pk=cast.ticket.pk), cast.owner.member, by=cast.agent.actor)
    office.run_jobs()
    assert len(office.caught()) == 1, "a program that passes tickets back and forth fills no mailbox"
