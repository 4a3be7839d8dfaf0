"""Web forms and the sites of the public API, by the API."""

import json

from moondesk.kit import tenancy
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast
from tests.webforms.making import make_web_form


def test_programs_manage_web_forms(cast: Cast, owner: Program, agent: Program) -> None:
    what = {"key": "shop", "name": "Shop", "sites": ["shop.example.com"], "confirms": True}
    made = owner.post("/web-forms", what)
    assert made.status_code == 201, made.content
    shown = json.loads(made.content)
    assert (shown["sites"], shown["confirms"], shown["fields"]) == (["https://shop.example.com"], True, None)
    assert shown["address"].endswith("/acme/help/forms/shop")
    assert "key" in is_problem(owner.post("/web-forms", what), 422, "invalid_web_form")["fields"]
    path = f"/web-forms/{shown['id']}"
    is_problem(owner.put(path, {"name": "Shop", "intros": {"de": "x"}}), 422, "invalid_web_form")
    is_problem(owner.put(path, {"name": "Shop", "fields": ["nothing"]}), 422, "invalid_web_form")
    assert json.loads(owner.put(path, {"name": "Market"}).content)["name"] == "Market"
    assert owner.delete(path).status_code == 204
    assert json.loads(owner.get(path).content)["retired_at"]
    assert json.loads(owner.post(f"{path}/return").content)["retired_at"] is None
    assert len(json.loads(owner.get("/web-forms").content)["items"]) == 1
    sites = owner.put("/public-api-sites", {"sites": ["www.example.com"]})
    assert json.loads(sites.content) == {"sites": ["https://www.example.com"]}
    is_problem(owner.put("/public-api-sites", {"sites": ["*"]}), 422, "invalid_sites")
    is_problem(agent.get("/web-forms"), 403, "not_allowed")
    with tenancy.organization(cast.globex.pk):
        theirs = make_web_form("shop")
    is_problem(owner.get(f"/web-forms/{theirs.pk}"), 404, "web_form_not_found")
