"""What requests of the matrix carry."""

import uuid
from typing import Any

ONE = uuid.UUID(int=7)
"""The id of what the matrix makes one of."""
BODIES: dict[str, dict[str, Any]] = {
    "POST /api/v1/organization/deletion": {"name": "Acme Travel"},
    "POST /api/v1/organization/transfer": {"to": str(ONE), "name": "Acme Travel"},
    "POST /api/v1/tickets/{number}/reminders": {"at": "2020-01-01T00:00:00Z"},
    "POST /api/v1/tickets": {"subject": "x", "body": "x", "requester": {"email": "x@customer.test"}},
    "POST /api/v1/tickets/{number}/messages": {"kind": "reply", "body": "x"},
    "POST /api/v1/tickets/{number}/undo": {"operation": str(uuid.uuid4())},
    "PUT /api/v1/tickets/{number}/assignment": {"member": "me"},
    "POST /api/v1/time/timers": {"ticket": "x"},
    "POST /api/v1/time/entries": {"ticket": "x", "minutes": 5},
    "POST /api/v1/tickets/{number}/merges": {"tickets": ["x"]},
    "POST /api/v1/tickets/{number}/links": {"relation": "blocks", "ticket": "x"},
    "POST /api/v1/tickets/{number}/split": {"messages": []},
    "POST /api/v1/tickets/{number}/incident-answers": {"body": "x"},
    "POST /api/v1/calls": {"number": "+34911234567", "subject": "x", "note": "x"},
    "POST /api/v1/contacts": {"name": "x", "email": "x@customer.test"},
    "POST /api/v1/departments": {"name": "x"},
    "PUT /api/v1/directory": {"is_on": False},
    "PUT /api/v1/directory/rules/order": {"rules": []},
    "PUT /api/v1/directory/rules/{rule_id}": {"kind": "everyone", "role": "viewer"},
    "POST /api/v1/directory/trial": {},
    "PUT /api/v1/directory/pull": {"url": "https://office.test/people", "secret": "x"},
    "PUT /api/v1/directory/pull/state": {"is_on": False},
    "POST /api/v1/directory/pull/runs": {},
    "POST /api/v1/directory/rules": {"kind": "everyone", "role": "viewer"},
    "POST /api/v1/tokens": {"name": "x"},
    "POST /api/v1/roles": {"name": "x", "inherits": "viewer"},
    "POST /api/v1/statuses": {"stage": "open", "labels": {"en": "x"}},
    "POST /api/v1/statuses/{key}/retirement": {"to": "pending"},
    "PUT /api/v1/tickets/{number}/drafts/{kind}": {"body": "x"},
    "POST /api/v1/tickets/{number}/participants": {"email": "paulo@customer.test"},
    "POST /api/v1/views": {"name": "x"},
    "PUT /api/v1/views/{view_id}": {"name": "x"},
    "PUT /api/v1/views/order": {"views": []},
    "PUT /api/v1/views/{view_id}/pin": {"pinned": True},
    "POST /api/v1/macros": {"name": "x", "bodies": {"en": "x"}},
    "PUT /api/v1/macros/{macro_id}": {"name": "x", "bodies": {"en": "x"}},
    "PUT /api/v1/templates/{template_id}": {"names": {"en": "x"}},
    "PUT /api/v1/templates/order": {"templates": []},
    "POST /api/v1/templates": {"names": {"en": "x"}},
    "PUT /api/v1/mail-templates/{kind}/{language}": {"subject": "x"},
    "POST /api/v1/mail-templates/{kind}/{language}/preview": {"subject": "x", "ticket": "x"},
    "POST /api/v1/web-forms": {"key": "x", "name": "x"},
    "PUT /api/v1/web-forms/{form_id}": {"name": "x"},
    "PUT /api/v1/public-api-sites": {"sites": []},
    "PATCH /api/v1/public/{slug}/tickets/{number}/fields": {"fields": {}},
    "POST /api/v1/tickets/{number}/macro": {"macro": str(ONE)},
    "PATCH /api/v1/tickets/{number}/messages/{message_id}": {"body": "x"},
    "PUT /api/v1/tickets/{number}/messages/{message_id}/vote": {"vote": "up"},
    "PUT /api/v1/public/{slug}/tickets/{number}/messages/{message_id}/vote": {"vote": "up"},
    "PUT /api/v1/transitions": {"transitions": [{"from": "open", "to": "closed", "roles": []}]},
}
"""Bodies that fit, where one that does not would be refused before it is asked who sent it."""
FORMS: dict[str, str] = {
    "POST /{slug}/desk/tickets/{number}/deletion": "version=1",
    "POST /{slug}/desk/tickets/{number}/snooze": "when=reply",
    "POST /{slug}/desk/tickets/{number}/history/reversion": f"event={ONE}",
}
"""The same for forms of pages."""
