"""The words of the audit log: an event's name is an area and what happened there."""

from django.utils.translation import gettext_lazy as _

from moondesk.organizations.actor import ActorKind, Door

AREAS = {
    "session": _("Sign-ins"),
    "account": _("Accounts"),
    "member": _("Members"),
    "role": _("Roles"),
    "department": _("Departments"),
    "organization": _("Organization"),
    "token": _("API tokens"),
    "identity_provider": _("Sign-in by providers"),
    "directory": _("Directory"),
    "portal": _("Help pages"),
    "viewing": _("Viewing as others"),
    "reading": _("Alarms"),
    "file": _("Files"),
    "export": _("Exports"),
    "mail": _("Received mails"),
    "mail_address": _("Mail addresses"),
    "mail_template": _("Words of mails"),
    "mail_domain": _("Mail domains"),
    "mail_hook": _("Mail providers"),
    "mail_sender": _("Mail senders"),
    "mail_ledger": _("Mail ledger"),
    "mail_survey": _("Surveys"),
    "mailbox": _("Mailboxes"),
    "way_out": _("Ways out"),
    "dead_address": _("Dead addresses"),
    "workflow": _("Workflow"),
    "field": _("Fields"),
    "ticket_form": _("Ticket forms"),
    "web_form": _("Web forms"),
    "api_sites": _("Sites of the public API"),
    "template": _("Templates"),
    "macro": _("Macros"),
    "tag": _("Tags"),
    "view": _("Views"),
    "views": _("Order of the shared views"),
    "ticket": _("Tickets"),
    "audit": _("Audit log"),
    "operator": _("Operators"),
    "starting_features": _("New organizations"),
}
"""The areas that can be chosen, in the order of the list; an area that is not here goes by its name."""

DEEDS = {
    "began": _("signed in"),
    "refused": _("failed to sign in"),
    "ended": _("signed out"),
    "password_changed": _("password changed"),
    "email_changed": _("mail address changed"),
    "factor_changed": _("second factor changed"),
    "second_factor_asked": _("asked for a second factor"),
    "alarm": _("very much was read"),
    "started": _("asked for"),
    "finished": _("ready"),
    "fetched": _("downloaded"),
    "exported": _("downloaded"),
    "opened": _("opened"),
    "setup_passed": _("step of the guided start"),
    "first_steps_closed": _("first steps put away"),
    "created": _("created"),
    "added": _("added"),
    "changed": _("changed"),
    "ordered": _("put in another order"),
    "removed": _("removed"),
    "revoked": _("revoked"),
    "invited": _("invited"),
    "joined": _("joined"),
    "left": _("left"),
    "deleted": _("deleted"),
    "restored": _("restored"),
    "purged": _("deleted for good"),
    "limits_changed": _("limits changed"),
    "quota_changed": _("room changed"),
    "retention_changed": _("kept for another time"),
    "forgotten": _("old entries removed"),
    "released": _("let in"),
    "discarded": _("discarded"),
    "brought_back": _("brought back"),
    "processed_again": _("looked at again"),
    "sent_again": _("sent again"),
    "listed": _("put on a list"),
    "proven": _("proven"),
    "lifted": _("allowed again"),
    "paused": _("paused"),
    "resumed": _("resumed"),
    "tested": _("tried"),
    "suspended": _("suspended"),
    "switched": _("switched"),
    "features_switched": _("features switched by the operator"),
    "deletion_begun": _("deletion asked for"),
    "deletion_near": _("deletion is near"),
    "transfer_offered": _("ownership offered"),
    "transfer_ended": _("offer of ownership ended"),
    "owners_changed": _("owners changed"),
    "transferred": _("handed on to another owner"),
    "deletion_taken_back": _("deletion taken back"),
    "invitation_revoked": _("invitation taken back"),
    "branding_changed": _("branding changed"),
    "ending": _("about to end"),
    "missing": _("proof is missing"),
    "lost": _("proof is lost"),
    "domain_missing": _("proof of the domain is missing"),
    "domain_lost": _("domain is lost"),
    "domain_proven": _("domain proven"),
    "kept_alone": _("allowing taken back"),
    "rules_changed": _("rules changed"),
    "person_changed": _("person written"),
    "group_changed": _("group written"),
    "person_connected": _("person connected with a member"),
    "person_decided": _("conflict decided"),
    "people_wait": _("some people could not be carried out yet"),
    "leavers_held": _("very many would leave"),
    "applying_begun": _("carrying out begun"),
    "pull_asked": _("reading asked for"),
    "pull_changed": _("scheduled pull changed"),
    "pull_failing": _("other system cannot be read"),
    "pull_recovered": _("other system can be read again"),
    "pulled": _("other system read"),
    "listing_held": _("listing held"),
}

WHOLE = {"viewing.began": _("began"), "viewing.ended": _("ended")}
"""What the last part of a name alone says wrongly."""

DOORS = {
    Door.DESK.value: _("Desk"),
    Door.PORTAL.value: _("Portal"),
    Door.FORM.value: _("Form"),
    Door.API.value: _("API"),
    Door.MAIL.value: _("Mail"),
    Door.JOB.value: _("Moondesk itself"),
    Door.IMPORT.value: _("Import"),
    Door.ACCOUNT.value: _("Account"),
    Door.CONSOLE.value: _("Console"),
    Door.COMMAND.value: _("Command line"),
}

KINDS = {
    ActorKind.MEMBER.value: _("Member"),
    ActorKind.CONTACT.value: _("Customer"),
    ActorKind.TOKEN.value: _("API token"),
    ActorKind.RULE.value: _("Rule"),
    ActorKind.BOT.value: _("Bot"),
    ActorKind.SYSTEM.value: _("Moondesk"),
    ActorKind.OPERATOR.value: _("Operator"),
    "unknown": _("Not signed in"),
    "user": _("Person"),
}


def area_of(name: str) -> str:
    """Return the area of an event in words."""
    area = name.partition(".")[0]
    return str(AREAS.get(area, area.replace("_", " ")))


def deed_of(name: str) -> str:
    """Return what happened in words."""
    if name in WHOLE:
        return str(WHOLE[name])
    deed = name.partition(".")[2]
    return str(DEEDS.get(deed, deed.replace("_", " ")))
