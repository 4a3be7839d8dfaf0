"""What each permission is called and what it means, for the people who give them; and the areas they belong to."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission

_P = Permission

AREAS: dict[Promise, tuple[tuple[Permission, Promise, Promise], ...]] = {
    _("Tickets"): (
        (_P.TICKET_VIEW, _("See tickets"), _("Those of their departments, their own, and those without a department.")),
        (_P.TICKET_VIEW_ALL, _("See all tickets"), _("Of every department, whoever works on them.")),
        (_P.TICKET_CREATE, _("Open tickets"), _("Ask for something in their own name.")),
        (
            _P.TICKET_ON_BEHALF,
            _("Open tickets for customers"),
            _("Write down a call or a visit in their name."),
        ),
        (_P.TICKET_UPDATE, _("Change tickets"), _("Status, priority, tags, fields, links; merge and split them.")),
        (_P.TICKET_ASSIGN, _("Assign tickets"), _("To themselves or to others, and to departments.")),
        (_P.TICKET_ARCHIVE, _("Archive tickets"), _("Put finished tickets away and bring them back.")),
        (_P.TICKET_DELETE, _("Delete tickets"), _("Move them to deleted tickets, and restore them from there.")),
        (_P.TICKET_PURGE, _("Delete tickets for ever"), _("Nothing of them can be brought back.")),
    ),
    _("Messages and notes"): (
        (_P.TICKET_REPLY, _("Answer customers"), _("Write messages that the customer reads.")),
        (_P.MESSAGE_MODERATE, _("Change what others wrote"), _("Edit, delete and restore messages of colleagues.")),
        (_P.NOTE_VIEW, _("See notes"), _("Read what colleagues write that no customer sees.")),
        (_P.NOTE_CREATE, _("Write notes"), _("Write what only colleagues see.")),
    ),
    _("Working together"): (
        (_P.MACRO_OWN, _("Use responses and macros"), _("Use those of others and keep their own.")),
        (_P.MACRO_MANAGE, _("Manage shared responses"), _("Write and change what everybody uses; templates too.")),
        (_P.VIEW_MANAGE, _("Manage shared views"), _("Make and change lists for departments and for everybody.")),
        (_P.TAG_MANAGE, _("Manage tags"), _("Rename, colour and merge tags.")),
    ),
    _("Time"): (
        (_P.TIME_VIEW, _("See time spent"), _("Of everybody, on the tickets they see.")),
        (_P.TIME_TRACK, _("Track time"), _("Run a timer and write down their own time.")),
        (_P.TIME_MANAGE, _("Change time of others"), _("Correct what colleagues wrote down.")),
    ),
    _("Contacts"): (
        (_P.CONTACT_VIEW, _("See contacts"), _("Names, addresses and companies of customers.")),
        (_P.CONTACT_MANAGE, _("Manage contacts"), _("Add and change customers and companies.")),
    ),
    _("People"): (
        (_P.MEMBER_VIEW, _("See members"), _("Who works here, with which role and in which departments.")),
        (
            _P.MEMBER_MANAGE,
            _("Manage members"),
            _("Invite, deactivate, give roles no higher than theirs."),
        ),
        (
            _P.MEMBER_VIEW_AS,
            _("View as another member"),
            _("See what a colleague sees, announced to them and written down."),
        ),
        (_P.ROLE_MANAGE, _("Manage roles"), _("Make and change roles no higher than theirs.")),
        (_P.TOKEN_OWN, _("Use API tokens"), _("Make and revoke tokens by which programs act in their name.")),
        (
            _P.TOKEN_MANAGE,
            _("Manage all tokens"),
            _("Make those of the organization, see and revoke those of colleagues."),
        ),
    ),
    _("Settings"): (
        (_P.SETTINGS_OPEN, _("Open settings"), _("Look at how the organization is set up.")),
        (_P.ORGANIZATION_MANAGE, _("Manage the organization"), _("Name, language, look, files and web forms.")),
        (_P.DIRECTORY_MANAGE, _("Manage the directory"), _("Connect an external directory, and write its rules.")),
        (
            _P.DIRECTORY_SYNC,
            _("Bring people in from a directory"),
            _("What the program of an external directory needs."),
        ),
        (_P.AUDIT_VIEW, _("See the audit log"), _("Who signed in, changed settings or rights, and took data along.")),
        (_P.DEPARTMENT_MANAGE, _("Manage departments"), _("Add, move and delete departments.")),
        (_P.WORKFLOW_MANAGE, _("Manage the workflow"), _("Statuses, who may move tickets where, and times.")),
        (_P.FIELD_MANAGE, _("Manage forms and fields"), _("What a ticket asks for, and what customers fill in.")),
    ),
    _("Mail"): (
        (_P.MAIL_VIEW, _("See the mail ledger"), _("What came in and went out, and why something did not.")),
        (_P.MAIL_RELEASE, _("Decide about held mail"), _("Let mail in that waits, or refuse it.")),
        (_P.MAIL_MANAGE, _("Manage mail"), _("Addresses, mailboxes, templates and ways out.")),
    ),
    _("Places"): (
        (_P.DESK_OPEN, _("Come to the desk"), _("Without it, a member asks for help like a customer.")),
        (_P.PORTAL_OPEN, _("Open the portal"), _("Follow their own requests, like a customer.")),
    ),
}
"""The areas in the order in which they are shown, each with its permissions: the permission, its name, a sentence."""

NAMES = {permission: name for rows in AREAS.values() for permission, name, _sentence in rows}
SENTENCES = {permission: sentence for rows in AREAS.values() for permission, _name, sentence in rows}
AREA_OF = {permission: area for area, rows in AREAS.items() for permission, _name, _sentence in rows}

ELEMENT_NAMES: dict[Element, Promise] = {
    Element.COMPOSER: _("Answer"),
    Element.NOTES: _("Notes"),
    Element.PROPERTIES: _("Properties"),
    Element.BULK_BAR: _("Changing many at once"),
    Element.EXPORT: _("Export"),
    Element.NEW_TICKET: _("New ticket"),
    Element.TIME_PANEL: _("Time"),
    Element.CONTACT_PANEL: _("Contact"),
    Element.MACROS: _("Responses and macros"),
    Element.VIEWS: _("Views"),
    Element.TRASH: _("Deleted tickets"),
    Element.START: _("Get started"),
    Element.ORGANIZATION: _("General"),
    Element.BRANDING: _("Branding"),
    Element.PORTAL: _("Help pages"),
    Element.MEMBERS: _("Members"),
    Element.ROLES: _("Roles"),
    Element.DEPARTMENTS: _("Departments"),
    Element.WORKFLOW: _("Statuses and workflow"),
    Element.FILES: _("Files"),
    Element.TAGS: _("Tags"),
    Element.TEMPLATES: _("Templates"),
    Element.FIELDS: _("Forms and fields"),
    Element.MAIL: _("Mail"),
    Element.WEB_FORMS: _("Web forms"),
    Element.PUBLIC_API: _("Public API"),
    Element.LEDGER: _("Mail ledger"),
    Element.AUDIT: _("Audit log"),
    Element.SIGN_IN: _("Sign-in"),
    Element.DIRECTORY: _("Directory"),
    Element.TOKENS: _("API tokens"),
}
