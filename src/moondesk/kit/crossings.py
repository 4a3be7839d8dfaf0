"""Every reader across organizations, in one list.

Row level security hides all rows of other organizations from the application. What must be known before the
organization is known (whose slug is this, whose token, which events wait) is answered by these functions and by
nothing else. Each runs as ``moondesk_reader``, which may read exactly the columns named here.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

READER = "moondesk_reader"
"""The role that owns the functions; nobody signs in as it."""


@dataclass(frozen=True)
class Crossing:
    """One function: ``name(arguments)`` answers ``returns`` by running ``body`` over ``reads`` (table → columns)."""

    name: str
    arguments: str
    returns: str
    body: str
    reads: dict[str, tuple[str, ...]]

    @property
    def types(self) -> str:
        """Return the types of the arguments, by which the database knows the function."""
        return ", ".join(part.split()[1] for part in self.arguments.split(", ") if part)

    def is_possible(self, present: Collection[tuple[str, str]]) -> bool:
        """Say whether all that it reads is among the (table, column) pairs of a database."""
        return all((table, name) in present for table, names in self.reads.items() for name in names)

    def create_sql(self) -> list[str]:
        """Return the statements that make the function and give its owner what it reads."""
        types = self.types
        statements = [
            f'GRANT SELECT ({", ".join(columns)}) ON "{table}" TO {READER}' for table, columns in self.reads.items()
        ]
        for table in self.reads:
            statements.append(f'DROP POLICY IF EXISTS crossing ON "{table}"')
            statements.append(f'CREATE POLICY crossing ON "{table}" FOR SELECT TO {READER} USING (true)')
        statements.append(
            f"CREATE OR REPLACE FUNCTION {self.name}({self.arguments}) RETURNS TABLE ({self.returns}) "
            "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp ROWS 10 "
            f"AS $body$ {self.body} $body$"
        )
        statements.append(f"REVOKE ALL ON FUNCTION {self.name}({types}) FROM PUBLIC")
        statements.append(f"ALTER FUNCTION {self.name}({types}) OWNER TO {READER}")
        return statements


ORGANIZATION_BY_SLUG = Crossing(
    "organization_by_slug", "wanted text", "id uuid",
    "SELECT o.id FROM organizations_organization o WHERE o.slug = wanted",
    {"organizations_organization": ("id", "slug")},
)  # fmt: skip
ORGANIZATION_IDS = Crossing(
    "organization_ids", "", "id uuid", "SELECT o.id FROM organizations_organization o ORDER BY o.id",
    {"organizations_organization": ("id",)},
)  # fmt: skip
MEMBERSHIPS_OF = Crossing(
    "memberships_of",
    "wanted uuid",
    "organization_id uuid, slug text, name text, brand_hue smallint",
    "SELECT o.id, o.slug, o.name, o.brand_hue FROM organizations_member m JOIN organizations_organization o "
    "ON o.id = m.organization_id WHERE m.user_id = wanted AND m.is_active ORDER BY o.name",
    {
        "organizations_organization": ("id", "slug", "name", "brand_hue"),
        "organizations_member": ("organization_id", "user_id", "is_active"),
    },
)
TOKEN_BY_DIGEST = Crossing(
    "token_by_digest", "wanted bytea", "organization_id uuid, id uuid",
    "SELECT t.organization_id, t.id FROM organizations_apitoken t WHERE t.digest = wanted",
    {"organizations_apitoken": ("organization_id", "id", "digest")},
)  # fmt: skip
SIGN_IN_BY_DOMAIN = Crossing(
    "sign_in_by_domain",
    "wanted text",
    "slug text",
    "SELECT DISTINCT o.slug FROM organizations_identityprovider p JOIN organizations_organization o "
    "ON o.id = p.organization_id JOIN channels_provendomain d ON d.organization_id = p.organization_id "
    "AND d.domain = wanted WHERE p.is_on AND wanted = ANY (p.domains) ORDER BY o.slug LIMIT 20",
    {
        "organizations_organization": ("id", "slug"),
        "organizations_identityprovider": ("organization_id", "domains", "is_on"),
        "channels_provendomain": ("organization_id", "domain"),
    },
)
PORTALS_OF = Crossing(
    "portals_of", "wanted uuid", "organization_id uuid, slug text, name text",
    "SELECT o.id, o.slug, o.name FROM contacts_contact c JOIN organizations_organization o "
    "ON o.id = c.organization_id WHERE c.user_id = wanted ORDER BY o.name", {
    "organizations_organization": ("id", "slug", "name"),
    "contacts_contact": ("organization_id", "user_id"), },
)  # fmt: skip
PORTAL_BY_DOMAIN = Crossing(
    "portal_by_domain", "wanted text", "organization_id uuid, slug text",
    "SELECT o.id, o.slug FROM portals_portal p JOIN organizations_organization o ON o.id = p.organization_id "
    "WHERE p.domain = wanted AND p.proven_at IS NOT NULL",
    {"organizations_organization": ("id", "slug"), "portals_portal": ("organization_id", "domain", "proven_at")},
)  # fmt: skip
PENDING_EVENTS = Crossing(
    "pending_events", "most integer", "organization_id uuid, id uuid",
    "SELECT e.organization_id, e.id FROM events_event e WHERE e.dispatched_at IS NULL ORDER BY e.id LIMIT most",
    {"events_event": ("organization_id", "id", "dispatched_at")},
)  # fmt: skip
INBOX_BY_ADDRESS = Crossing(
    "inbox_by_address",
    "wanted text",
    "organization_id uuid, id uuid, is_open boolean",
    "SELECT a.organization_id, a.id, o.deletion_due_at IS NULL FROM channels_mailaddress a "
    "JOIN organizations_organization o ON o.id = a.organization_id WHERE a.address = wanted AND a.is_active",
    {
        "channels_mailaddress": ("organization_id", "id", "address", "is_active"),
        "organizations_organization": ("id", "deletion_due_at"),
    },
)

MAILBOXES_TO_READ = Crossing(
    "mailboxes_to_read",
    "",
    "organization_id uuid, id uuid, revision integer",
    "SELECT m.organization_id, m.id, m.revision FROM channels_mailbox m JOIN organizations_organization o "
    "ON o.id = m.organization_id WHERE NOT m.is_paused AND o.deletion_due_at IS NULL ORDER BY m.id",
    {
        "channels_mailbox": ("organization_id", "id", "revision", "is_paused"),
        "organizations_organization": ("id", "deletion_due_at"),
    },
)

MAIL_STANDING = Crossing(
    "mail_standing",
    "",
    "pending bigint, waiting bigint, failing bigint",
    "SELECT coalesce(sum(p.many), 0)::bigint, coalesce(sum(w.many), 0)::bigint, "
    "(SELECT count(*) FROM channels_mailbox b WHERE b.failures >= 3 AND NOT b.is_paused) "
    "FROM organizations_organization o "
    "CROSS JOIN LATERAL (SELECT count(*) AS many FROM channels_receivedmail m "
    "WHERE m.organization_id = o.id AND m.outcome = 'pending') p "
    "CROSS JOIN LATERAL (SELECT count(*) AS many FROM channels_receivedmail m "
    "WHERE m.organization_id = o.id AND m.outcome = 'quarantined') w",
    {
        "organizations_organization": ("id",),
        "channels_receivedmail": ("organization_id", "outcome"),
        "channels_mailbox": ("organization_id", "failures", "is_paused"),
    },
)

MAIL_HOOK_BY_DIGEST = Crossing(
    "mail_hook_by_digest",
    "wanted bytea",
    "organization_id uuid, id uuid",
    "SELECT h.organization_id, h.id FROM channels_mailhook h JOIN organizations_organization o "
    "ON o.id = h.organization_id WHERE h.digest = wanted AND o.deletion_due_at IS NULL",
    {
        "channels_mailhook": ("organization_id", "id", "digest"),
        "organizations_organization": ("id", "deletion_due_at"),
    },
)

_HERE = "nullif(current_setting('moondesk.organization', true), '')::uuid"
"""SQL: the organization in context. Those below stay in it: they are here because an index cannot answer behind the
fence what they ask (docs/decisions/search.md). They give ids, which the application reads behind the fence again."""

TICKETS_WITH_WORDS = Crossing(
    "tickets_with_words",
    "wanted tsquery, most integer",
    "id uuid",
    "WITH found AS MATERIALIZED (SELECT w.ticket_id FROM tickets_ticketwords w "  # noqa: S608 - constants
    f"WHERE w.organization_id = {_HERE} AND w.words @@ wanted) SELECT f.ticket_id FROM found f LIMIT most",
    {"tickets_ticketwords": ("organization_id", "ticket_id", "words")},
)
TICKETS_FITTING = Crossing(
    "tickets_fitting",
    "wanted tsquery, worth real[], most integer",
    "id uuid, fit real",
    "WITH found AS MATERIALIZED (SELECT w.ticket_id, ts_rank(worth, w.words, wanted) AS fit "  # noqa: S608 - constants
    f"FROM tickets_ticketwords w WHERE w.organization_id = {_HERE} AND w.words @@ wanted) "
    "SELECT f.ticket_id, f.fit FROM found f LIMIT most",
    {"tickets_ticketwords": ("organization_id", "ticket_id", "words")},
)
TICKETS_WITH_NAMES_LIKE = Crossing(
    "tickets_with_names_like",
    "wanted text, most integer",
    "id uuid, likeness real",
    "WITH found AS MATERIALIZED (SELECT w.ticket_id, w.names FROM tickets_ticketwords w "  # noqa: S608 - constants
    f"WHERE w.organization_id = {_HERE} AND wanted <% w.names), "
    "few AS MATERIALIZED (SELECT f.ticket_id, word_similarity(wanted, f.names) AS likeness FROM found f LIMIT 2000) "
    "SELECT s.ticket_id, s.likeness FROM few s ORDER BY 2 DESC, 1 DESC LIMIT most",
    {"tickets_ticketwords": ("organization_id", "ticket_id", "names")},
)
TICKETS_WITH_TAGS = Crossing(
    "tickets_with_tags",
    "wanted text[], most integer",
    "id uuid",
    "WITH found AS MATERIALIZED (SELECT t.id FROM tickets_ticket t "  # noqa: S608 - constants
    f"WHERE t.organization_id = {_HERE} AND t.tags && wanted::varchar[]) SELECT f.id FROM found f LIMIT most",
    {"tickets_ticket": ("organization_id", "id", "tags")},
)
_ACCENTS = "áàâäãéèêëíìîïóòôöõúùûüñç"
_PLAIN = "aaaaaeeeeiiiiooooouuuunc"
FOLDS = str.maketrans(_ACCENTS, _PLAIN)
"""How words of mails are folded, also in the index."""
MAIL_WORDS = (
    "to_tsvector('simple', translate(lower(sender || ' ' || recipient || ' ' || subject), "
    f"'{_ACCENTS}@.+-_', '{_PLAIN}     '))"
)
"""SQL: the words by which a mail is found; an index has them."""

MAILS_WITH_WORDS = Crossing(
    "mails_with_words",
    "wanted tsquery, most integer",
    "id uuid",
    "SELECT m.id FROM channels_receivedmail m "  # noqa: S608 - constants
    f"WHERE m.organization_id = {_HERE} AND {MAIL_WORDS} @@ wanted ORDER BY m.received_at DESC LIMIT most",
    {"channels_receivedmail": ("organization_id", "id", "sender", "recipient", "subject", "received_at")},
)

OPEN_TICKETS_LIKE = Crossing(
    "open_tickets_like",
    "wanted text, most integer",
    "id uuid, likeness real",
    "WITH found AS MATERIALIZED (SELECT t.id, t.subject FROM tickets_ticket t "  # noqa: S608 - constants
    f"WHERE t.organization_id = {_HERE} AND t.stage IN ('open', 'in_progress', 'waiting') AND t.deleted_at IS NULL "
    "AND wanted <% t.subject), "
    "few AS MATERIALIZED (SELECT f.id, word_similarity(wanted, f.subject) AS likeness FROM found f LIMIT 2000) "
    "SELECT s.id, s.likeness FROM few s ORDER BY 2 DESC, 1 DESC LIMIT most",
    {"tickets_ticket": ("organization_id", "id", "tags", "stage", "deleted_at", "subject")},
)
PEOPLE_ACCENTS, PEOPLE_LETTERS = "áàâäãåéèêëíìîïóòôöõúùûüñçýš", "aaaaaaeeeeiiiiooooouuuuncys"
CONTACT_WORDS = (
    f"translate(lower(name || ' ' || coalesce(email, '') || ' ' || phone), '{PEOPLE_ACCENTS}', '{PEOPLE_LETTERS}')"
)
"""SQL: by what a contact is found; an index has the letters of it."""
_CONTACT_READS: dict[str, tuple[str, ...]] = {
    "contacts_contact": ("organization_id", "id", "user_id", "name", "email", "phone")
}
CONTACTS_NAMED = Crossing(
    "contacts_named",
    "patterns text[], most integer",
    "id uuid",
    "WITH found AS MATERIALIZED (SELECT c.id FROM contacts_contact c "  # noqa: S608 - constants
    f"WHERE c.organization_id = {_HERE} AND {CONTACT_WORDS} LIKE patterns[1] "
    f"AND {CONTACT_WORDS} LIKE coalesce(patterns[2], patterns[1]) AND {CONTACT_WORDS} LIKE ALL (patterns) "
    "LIMIT most) SELECT f.id FROM found f",
    _CONTACT_READS,
)
CONTACTS_LIKE = Crossing(
    "contacts_like",
    "words text[], most integer",
    "id uuid",
    f"WITH found AS MATERIALIZED (SELECT c.id, {CONTACT_WORDS} AS text FROM contacts_contact c "  # noqa: S608 - constants
    f"WHERE c.organization_id = {_HERE} AND words[1] <% {CONTACT_WORDS} "
    f"AND coalesce(words[2], words[1]) <% {CONTACT_WORDS} LIMIT 2000), "
    "near AS (SELECT f.id, (SELECT min(word_similarity(w, f.text)) FROM unnest(words) w) AS likeness FROM found f) "
    "SELECT n.id FROM near n WHERE n.likeness >= 0.4 ORDER BY n.likeness DESC, n.id LIMIT most",
    _CONTACT_READS,
)

CROSSINGS: tuple[Crossing, ...] = (
    ORGANIZATION_BY_SLUG, ORGANIZATION_IDS, MEMBERSHIPS_OF, TOKEN_BY_DIGEST, SIGN_IN_BY_DOMAIN, PORTALS_OF,
    PORTAL_BY_DOMAIN,
    PENDING_EVENTS, INBOX_BY_ADDRESS, MAILBOXES_TO_READ, MAIL_HOOK_BY_DIGEST, MAIL_STANDING, TICKETS_WITH_WORDS,
    TICKETS_FITTING, TICKETS_WITH_NAMES_LIKE, TICKETS_WITH_TAGS, MAILS_WITH_WORDS, OPEN_TICKETS_LIKE, CONTACTS_NAMED,
    CONTACTS_LIKE,
)  # fmt: skip


def recreate_sql(present: Collection[tuple[str, str]]) -> list[str]:
    """Return the statements that make all functions anew, with exactly the rights of now, where what they read exists.

    ``present`` holds the (table, column) pairs of the database.
    """
    there = [one for one in CROSSINGS if one.is_possible(present)]
    tables = sorted({table for crossing in there for table in crossing.reads})
    statements = [f'REVOKE ALL ON "{table}" FROM {READER}' for table in tables]
    for crossing in there:
        # Dropped first: what a function returns cannot be replaced.
        statements += [f"DROP FUNCTION IF EXISTS {crossing.name}({crossing.types})", *crossing.create_sql()]
    return statements


def digest() -> str:
    """Return a text that differs when any function does; such a change wants a ``fences.RecreateCrossings``."""
    lines = [statement for crossing in CROSSINGS for statement in crossing.create_sql()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
