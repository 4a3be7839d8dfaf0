"""Roles through the API: listed, made, changed, deleted, and why a member may do something."""

import json
from typing import Any

from moondesk.organizations.permissions import Permission
from tests.api.conftest import is_problem
from tests.harness.people import Cast

P = Permission


def read(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.content
    return json.loads(response.content)


def test_a_role_lives_and_ends(cast: Cast, programs: Any) -> None:
    owner, agent = programs("owner"), programs("agent")
    new = {"name": "Night shift", "inherits": "support_agent", "adds": [P.TAG_MANAGE], "removes": [P.NOTE_VIEW]}
    made = read(owner.post("/roles", new), 201)
    assert (made["key"], made["built_in"], made["members"]) == ("night-shift", False, 0)
    assert P.TAG_MANAGE in made["permissions"]
    assert made["elements"]["notes"] == "none"
    read(owner.patch(f"/members/{cast.agent.member.pk}", {"role": "night-shift"}))
    assert P.NOTE_CREATE not in read(agent.get("/me"))["permissions"]
    changed = read(owner.patch("/roles/night-shift", {"removes": []}))
    assert (changed["adds"], changed["elements"]["notes"], changed["members"]) == ([P.TAG_MANAGE], "interact", 1)
    assert P.NOTE_CREATE in read(agent.get("/me"))["permissions"]
    assert [one["key"] for one in read(agent.get("/roles"))["items"]][-2:] == ["employee", "night-shift"]
    is_problem(owner.delete("/roles/night-shift"), 409, "role_in_use")
    assert owner.delete("/roles/night-shift?moves_to=viewer").status_code == 204
    assert read(agent.get("/me"))["member"]["roles"] == ["viewer"]
    is_problem(owner.get("/roles/night-shift"), 404, "role_not_found")
    is_problem(owner.patch("/roles/owner", {"name": "x"}), 404, "role_not_found")


def test_bad_input_is_refused(cast: Cast, programs: Any) -> None:
    owner = programs("owner")
    narrow = programs("owner", scopes=[P.ROLE_MANAGE, P.MEMBER_VIEW])
    is_problem(narrow.post("/roles", {"name": "x", "inherits": "support_agent"}), 403, "more_than_own")
    is_problem(owner.post("/roles", {"name": "x", "inherits": "owner"}), 422, "invalid_organization")
    is_problem(owner.post("/roles", {"name": "x", "inherits": "viewer", "key": "y"}), 422, "unknown_field")
    is_problem(programs("agent").post("/roles", {"name": "x", "inherits": "viewer"}), 403, "not_allowed")
    read(owner.post("/roles", {"name": "One", "inherits": "viewer"}), 201)
    read(owner.post("/roles", {"name": "Two", "inherits": "one"}), 201)
    circle = is_problem(owner.patch("/roles/one", {"inherits": "two"}), 422, "invalid_organization")
    assert set(circle["fields"]) == {"inherits"}
    is_problem(programs("stranger").get("/roles/one"), 404, "role_not_found")


def test_why_a_member_may_do_something(cast: Cast, programs: Any) -> None:
    path, number = f"/members/{cast.other_agent.member.pk}/access", f"TKT-{cast.ticket.number}"
    owner = programs("owner")
    found = read(owner.get(f"{path}?permission={P.TICKET_REPLY}&ticket={number}"))
    assert (found["allowed"], found["sees"], found["reaches"]) == (True, False, [])
    assert found["roles"] == [
        {"role": "support_agent", "name": "Support agent", "allows": True, "cause": "built_in", "needs": None}
    ]
    # One who does not see the ticket learns nothing of it by asking about a colleague.
    hidden = programs("other_agent").get(
        f"/members/{cast.agent.member.pk}/access?permission={P.NOTE_VIEW}&ticket={number}"
    )
    is_problem(hidden, 404, "ticket_not_found")
    assert owner.get(f"{path}?permission=nonsense").status_code == 422
    assert owner.get(path).status_code == 422
    assert len(read(owner.get("/permissions"))["items"]) == len(Permission)
