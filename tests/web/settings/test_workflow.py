"""The settings of the workflow: the form as a whole, what does not fit, and the ways back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moondesk.kit import tenancy
from moondesk.organizations.models import Department, Organization
from moondesk.tickets.models import Status, StatusMove, Transition
from moondesk.tickets.statuses import read_workflow
from moondesk.tickets.workflow import Workflow, mark_of
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
PAGE = "/acme/settings/workflow"


def workflow_of(cast: Cast) -> Workflow:
    with tenancy.organization(cast.acme.pk):
        return read_workflow()


def form(workflow: Workflow, **changes: Any) -> dict[str, Any]:
    """Return the form as the page has it, with some fields changed."""
    fields: dict[str, Any] = {"seen": mark_of(workflow), "order": [], "may": []}
    for step in workflow.live:
        fields["order"].append(step.key)
        for language in ("en", "es"):
            fields[f"labels.{step.key}.{language}"] = step.labels.get(language, "")
            fields[f"customer_labels.{step.key}.{language}"] = step.customer_labels.get(language, "")
        fields[f"colour.{step.key}"] = step.colour
        fields[f"waits_for.{step.key}"] = step.waits_for.value
        if step.needs_note:
            fields[f"needs_note.{step.key}"] = "on"
        if step.is_default:
            fields[f"default.{step.stage.value}"] = step.key
        for other in workflow.live:
            if other.key != step.key:
                limit = workflow.limits.get((step.key, other.key))
                fields[f"roles.{step.key}>{other.key}"] = ",".join(sorted(limit or ()))
                fields["may"] += [f"{step.key}>{other.key}"] if limit is None or limit else []
    return fields | changes


def test_the_page_shows_all_of_it(cast: Cast, client_of: Callable[..., Client]) -> None:
    page = client_of(cast.owner).get(PAGE).content.decode()
    for text in ("Statuses and workflow", "In progress", "Esperamos tu respuesta", "Who may move what where", "<svg"):
        assert text in page
    assert page.count('name="may"') == 30
    assert 'name="seen"' in page


def test_who_may_only_look_gets_no_buttons(cast: Cast, client_of: Callable[..., Client]) -> None:
    with tenancy.organization(cast.acme.pk):
        cast.agent.member.roles = ["department_manager"]  # type: ignore[union-attr]
        cast.agent.member.save()  # type: ignore[union-attr]
    client = client_of(cast.agent)
    page = client.get(PAGE).content.decode()
    assert "Save changes" not in page
    assert "Retire status" not in page
    assert client.post(PAGE, form(workflow_of(cast), **{"labels.open.en": "New"})).status_code == 403


def test_the_whole_form_is_saved_at_once(cast: Cast, client_of: Callable[..., Client]) -> None:
    fields = form(workflow_of(cast))
    fields["may"] = [move for move in fields["may"] if move != "open>closed"]
    fields |= {
        "labels.pending.es": "Parado",
        "customer_labels.on_hold.en": "Waiting for a partner",
        "colour.on_hold": "teal",
        "needs_note.on_hold": "on",
        "default.waiting": "on_hold",
        "roles.closed>open": "owner,department_manager",
        "order": ["open", "in_progress", "on_hold", "pending", "resolved", "closed"],
    }
    assert client_of(cast.owner).post(PAGE, fields).status_code == 302
    with tenancy.organization(cast.acme.pk):
        held = Status.objects.get(key="on_hold")
        assert (held.colour, held.needs_note, held.is_default, held.position) == ("teal", True, True, 2)
        assert Status.objects.get(key="pending").label("es") == "Parado"
        limits = {(one.old.key, one.new.key): one.roles for one in Transition.objects.all()}
    assert limits == {("open", "closed"): [], ("closed", "open"): ["department_manager", "owner"]}


def test_saving_what_is_there_changes_nothing(cast: Cast, client_of: Callable[..., Client]) -> None:
    before = workflow_of(cast)
    assert client_of(cast.owner).post(PAGE, form(before)).status_code == 302
    after = workflow_of(cast)
    assert after.limits == before.limits == {}
    assert [step.labels for step in after.steps] == [step.labels for step in before.steps]


def test_what_does_not_fit_stands_beside_its_field_and_all_is_kept(
    cast: Cast, client_of: Callable[..., Client]
) -> None:
    fields = form(workflow_of(cast), **{"labels.pending.en": "Open", "labels.on_hold.en": "Typed before"})
    answer = client_of(cast.owner).post(PAGE, fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Another status has this name." in page
    assert 'aria-invalid="true" aria-describedby="bad-labels.pending.en"' in page
    assert 'value="Typed before"' in page
    assert workflow_of(cast).step("on_hold").labels["en"] == "On hold"  # type: ignore[union-attr]


def test_a_change_of_somebody_else_is_not_lost(cast: Cast, client_of: Callable[..., Client]) -> None:
    mine = form(workflow_of(cast), **{"labels.open.en": "Mine"})
    theirs = form(workflow_of(cast), **{"labels.closed.en": "Theirs"})
    client_of(cast.administrator).post(PAGE, theirs)
    answer = client_of(cast.owner).post(PAGE, mine)
    assert answer.status_code == 412
    page = answer.content.decode()
    assert "Somebody changed the workflow while you were at it." in page
    assert 'value="Mine"' in page
    assert workflow_of(cast).step("closed").labels["en"] == "Theirs"  # type: ignore[union-attr]


def test_a_row_moves_without_a_script(cast: Cast, client_of: Callable[..., Client]) -> None:
    client_of(cast.owner).post(PAGE, form(workflow_of(cast), up="on_hold"))
    assert [step.key for step in workflow_of(cast).live][2:4] == ["on_hold", "pending"]


def test_a_status_is_added_retired_and_brought_back(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.owner)
    new = {"which": "new", "stage": "waiting", "labels.new.en": "Asked", "colour": "pink", "waits_for": "someone_else"}
    assert client.post(f"{PAGE}/statuses", new).status_code == 302
    again = client.post(f"{PAGE}/statuses", new)
    assert again.status_code == 422
    assert "Another status has this name." in again.content.decode()
    assert client.post(f"{PAGE}/statuses/asked/retirement", {"to": "pending"}).status_code == 302
    assert "Retired statuses" in client.get(PAGE).content.decode()
    with tenancy.organization(cast.acme.pk):
        assert StatusMove.objects.get().new.key == "pending"
    assert client.post(f"{PAGE}/statuses/asked/return").status_code == 302
    assert "asked" in {step.key for step in workflow_of(cast).live}
    refused = client.post(f"{PAGE}/statuses/open/retirement", {"to": "pending"})
    assert refused.status_code == 409
    assert "Make another one the default" in refused.content.decode()


@pytest.mark.parametrize(("who", "limit"), [("all", None), ("nobody", []), ("roles", ["owner"])])
def test_one_move_is_limited(cast: Cast, client_of: Callable[..., Client], who: str, limit: list[str] | None) -> None:
    data = {"old": "open", "new": "closed", "who": who, "roles": ["owner"]}
    assert client_of(cast.owner).post(f"{PAGE}/transitions", data).status_code == 302
    expected = {} if limit is None else {("open", "closed"): frozenset(limit)}
    assert workflow_of(cast).limits == expected


def test_times_are_saved_for_all_and_for_a_department(cast: Cast, client_of: Callable[..., Client]) -> None:
    flights = str(cast.flights.pk)
    data = {
        "which": "times",
        "close_days": "5",
        "reopen_days": "10",
        f"close_days.{flights}": "",
        f"reopen_days.{flights}": "60",
    }
    client = client_of(cast.owner)
    assert client.post(f"{PAGE}/times", data).status_code == 302
    with tenancy.organization(cast.acme.pk):
        own = Organization.objects.get()
        assert (own.close_days, own.reopen_days) == (5, 10)
        assert own.reopen_days_in(Department.objects.get(pk=flights)) == 60
        assert own.reopen_days_in(cast.hotels) == 10
    wrong = client.post(f"{PAGE}/times", data | {"close_days": "soon", f"reopen_days.{flights}": "1000"})
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert page.count("Give a number of days from 0 to 365.") == 2
    assert 'value="soon"' in page


def test_the_last_change_is_told_and_taken_back(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.owner)
    client.post(PAGE, form(workflow_of(cast), **{"labels.open.en": "New"}))
    page = client.get(PAGE).content.decode()
    assert "New, Name for agents: Open (en) / Abierto (es) → New (en) / Abierto (es)" in page
    assert client.post(f"{PAGE}/undo").status_code == 302
    assert workflow_of(cast).step("open").labels["en"] == "Open"  # type: ignore[union-attr]
    assert "took back" in client.get(PAGE).content.decode()


def test_it_speaks_spanish(cast: Cast, client_of: Callable[..., Client]) -> None:
    page = client_of(cast.owner).get(PAGE, headers={"Accept-Language": "es"}).content.decode()
    assert "Estados y flujo de trabajo" in page


def test_an_empty_form_is_refused_as_a_whole(cast: Cast, client_of: Callable[..., Client]) -> None:
    assert client_of(cast.owner).post(PAGE, {}).status_code == 422
    assert workflow_of(cast).step("open").labels["en"] == "Open"  # type: ignore[union-attr]
