"""The API as a whole: its routers and its words of introduction."""

from moondesk.api import (
    archive,
    as_sent,
    audit,
    audit_exports,
    branding,
    bulk,
    calls,
    contacts,
    deletion,
    directory,
    directory_pull,
    directory_rules,
    drafts,
    exports,
    fields,
    files,
    grouping,
    history,
    identity_providers,
    invitations,
    joining,
    macros,
    mail_addresses,
    mail_hooks,
    mail_ledger,
    mail_survey,
    mail_templates,
    mailboxes,
    mails,
    members,
    messages,
    notifications,
    organization,
    paper,
    participants,
    portal,
    public,
    public_acting,
    revisions,
    roles,
    search,
    second_factor,
    sign_in,
    snoozing,
    tags,
    templates,
    tickets,
    timekeeping,
    tokens,
    transfer,
    views,
    watching,
    ways_out,
    web_forms,
    workflow,
)
from moondesk.api.edge import MoondeskApi
from moondesk.api.parsing import StrictParser

api = MoondeskApi(
    title="Moondesk API",
    version="1.0.0",
    description=(
        "Everything an agent does at the desk, for programs. Send a token of a member as `Authorization: Bearer "
        "mdk_…`; it says which organization you work in. Apps in people's hands sign in instead (`/sign-in`). "
        "Times are ISO 8601 in UTC. Lists answer `items` and `next`, "
        "the cursor of the page after. Errors are `application/problem+json` with a stable `code`."
    ),
    parser=StrictParser(),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/tickets", grouping.router)
api.add_router("/tickets", tickets.router)
api.add_router("/tickets", messages.router)
api.add_router("/tickets", revisions.router)
api.add_router("/tickets", drafts.router)
api.add_router("/tickets", history.router)
api.add_router("/tickets", snoozing.router)
api.add_router("", archive.router)
api.add_router("/search", search.router)
api.add_router("/bulk-changes", bulk.router)
api.add_router("/exports", exports.router)
api.add_router("", tags.router)
api.add_router("", roles.router)
api.add_router("", tokens.router)
api.add_router("", sign_in.router)
api.add_router("/tickets", macros.ticket_router)
api.add_router("/tickets", participants.router)
api.add_router("", watching.router)
api.add_router("", notifications.router)
api.add_router("/macros", macros.router)
api.add_router("/templates", templates.router)
api.add_router("/views", views.router)
api.add_router("/tickets", timekeeping.metrics_router)
api.add_router("/time", timekeeping.router)
api.add_router("/tickets", joining.router)
api.add_router("/files", files.router)
api.add_router("/contacts", contacts.router)
api.add_router("/calls", calls.router)
api.add_router("/mail-addresses", mail_addresses.router)
api.add_router("", mail_ledger.router)
api.add_router("", mail_survey.router)
api.add_router("/ways-out", ways_out.router)
api.add_router("/mail-templates", mail_templates.router)
api.add_router("/mailboxes", mailboxes.router)
api.add_router("/mail-hooks", mail_hooks.router)
api.add_router("/tickets", mails.router)
api.add_router("/tickets", as_sent.router)
api.add_router("/tickets", paper.router)
api.add_router("/dead-addresses", mails.dead_router)
api.add_router("", organization.router)
api.add_router("", deletion.router)
api.add_router("", transfer.router)
api.add_router("", members.router)
api.add_router("", invitations.router)
api.add_router("", identity_providers.router)
api.add_router("", second_factor.router)
api.add_router("", audit.router)
api.add_router("/audit/exports", audit_exports.router)
api.add_router("", portal.router)
api.add_router("", branding.router)
api.add_router("", workflow.router)
api.add_router("", directory.router)
api.add_router("", directory_rules.router)
api.add_router("", directory_pull.router)
api.add_router("", fields.router)
api.add_router("", web_forms.router)
api.add_router("/public", public.router)
api.add_router("/public", public_acting.router)
api.add_router("/public", paper.public_router)
api.add_router("/public", files.public_router)
