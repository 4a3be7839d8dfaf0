"""What must be true of the database itself, read from PostgreSQL's own catalogue."""

import re
from typing import Any

import psycopg

from moondesk.kit.crossings import CROSSINGS, READER
from moondesk.kit.tenancy import SETTING
from moondesk.supervision.roles import APPLICATION, OWNER
from tests.guards.tables import GLOBAL_TABLES, SEALED_BY_ID

type Connection = psycopg.Connection[tuple[Any, ...]]

POLICY = re.compile(
    rf"^\((?P<column>\w+) = "
    rf"\( SELECT \(NULLIF\(current_setting\('{SETTING}'::text, true\), ''::text\)\)::uuid AS \"nullif\"\)\)$"
)
"""The one form of a policy: unset or empty matches nothing, and it is evaluated once a statement."""


NARROWED = {
    "audit_installationentry": {"SELECT", "INSERT"},
    "django_migrations": {"SELECT"},
    "events_event": {"SELECT", "INSERT"},
}
"""Tables of which the application may do less than read and write: what happened is never changed or taken away."""

MARKED = {"events_event": "dispatched_at"}
"""The one column of such a table that it may write."""

OWNERS_WORK = {
    "audit_forget": "most integer",
    "audit_forget_installation": "",
    "events_forget_demo": "",
    "events_forget_removed": "most integer",
    "tickets_forget_words": "ticket uuid",
}
"""Functions that run with the rights of the tables' owner, whom the fences bind too, and their arguments."""


def problems(connection: Connection) -> list[str]:
    """Return everything that is wrong, one line each."""
    return [
        *_roles(connection),
        *_schema(connection),
        *_tables(connection),
        *_views(connection),
        *_functions(connection),
        *_reader_grants(connection),
    ]


def _roles(connection: Connection) -> list[str]:
    found = []
    for role, login in ((APPLICATION, True), (OWNER, True), (READER, False)):
        flags = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication, rolcanlogin FROM pg_roles "
            "WHERE rolname = %s",
            [role],
        ).fetchone()
        if flags != (False, False, False, False, False, login):
            found.append(f"{role} has powers it should not have: {flags}")
    members = connection.execute(
        "SELECT member::regrole::text, roleid::regrole::text, admin_option FROM pg_auth_members "
        "WHERE member::regrole::text LIKE 'moondesk%' OR roleid::regrole::text LIKE 'moondesk%'"
    ).fetchall()
    found += [f"unexpected membership: {row}" for row in members if row != (OWNER, READER, False)]
    return found


def _schema(connection: Connection) -> list[str]:
    found = []
    for role in (APPLICATION, READER, "public"):
        created = connection.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", [role]).fetchone()
        if created != (False,):
            found.append(f"{role} may create in the schema public")
    rights = connection.execute(
        "SELECT has_database_privilege(%s, current_database(), 'CREATE')", [APPLICATION]
    ).fetchone()
    if rights != (False,):
        found.append(f"{APPLICATION} may create in the database")
    return found


def _tables(connection: Connection) -> list[str]:
    found = []
    rows = connection.execute(
        "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner), c.oid FROM pg_class c "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1"
    ).fetchall()
    for name, enabled, forced, owner, oid in rows:
        if owner != OWNER:
            found.append(f"{name} belongs to {owner}")
        found += [f"{name}: {line}" for line in _rights(connection, name, oid)]
        if name in GLOBAL_TABLES:
            continue
        if not enabled or not forced:
            found.append(f"{name}: row level security is not {'forced' if enabled else 'enabled'}")
        found += [f"{name}: {line}" for line in _policies(connection, name)]
        if name not in SEALED_BY_ID:
            found += [f"{name}: {line}" for line in _keys(connection, name, oid)]
    known = {row[0] for row in rows}
    return found + [f"{name} is listed as global and is no table" for name in GLOBAL_TABLES if name not in known]


def _rights(connection: Connection, name: str, oid: int) -> list[str]:
    grants = connection.execute(
        "SELECT coalesce(nullif(a.grantee, 0)::regrole::text, 'PUBLIC'), a.privilege_type, a.is_grantable "
        "FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = %s AND a.grantee <> c.relowner",
        [oid],
    ).fetchall()
    allowed = NARROWED.get(name, {"SELECT", "INSERT", "UPDATE", "DELETE"})
    columns = connection.execute(
        "SELECT nullif(r.grantee, 0)::regrole::text, r.privilege_type, a.attname FROM pg_attribute a, "
        "aclexplode(a.attacl) r WHERE a.attrelid = %s AND r.grantee <> %s::regrole",
        [oid, READER],
    ).fetchall()
    found = [
        f"{grantee} holds {right} of {column}"
        for grantee, right, column in columns
        if (grantee, right, column) != (APPLICATION, "UPDATE", MARKED.get(name))
    ]
    return found + [
        f"{grantee} holds {right}{' with grant option' if grantable else ''}"
        for grantee, right, grantable in grants
        if grantee != APPLICATION or right not in allowed or grantable
    ]


def _policies(connection: Connection, name: str) -> list[str]:
    found = []
    column = "id" if name in SEALED_BY_ID else "organization_id"
    policies = connection.execute(
        "SELECT policyname, permissive, roles::text[], cmd, qual, with_check FROM pg_policies "
        "WHERE schemaname = 'public' AND tablename = %s",
        [name],
    ).fetchall()
    read = {table for crossing in CROSSINGS for table in crossing.reads}
    fences = 0
    for policy, permissive, roles, command, using, check in policies:
        if policy == "crossing":
            if (roles, command, using, check) != ([READER], "SELECT", "true", None) or name not in read:
                found.append(f"the policy {policy} opens more than kit.crossings says")
            continue
        fences += 1
        if permissive != "PERMISSIVE" or roles != ["public"] or command != "ALL":
            found.append(f"the policy {policy} is not one for all roles and commands")
        for text, what in ((using, "USING"), (check, "WITH CHECK")):
            match = POLICY.match(text or "")
            if match is None or match["column"] != column:
                found.append(f"the policy {policy} has {what} {text}")
    if fences != 1:
        found.append(f"{fences} policies by organization instead of one")
    return found


def _keys(connection: Connection, name: str, oid: int) -> list[str]:
    found = []
    keys = {
        tuple(row[0])
        for row in connection.execute(
            "SELECT array_agg(a.attname::text ORDER BY k.position) FROM pg_constraint c, "
            "unnest(c.conkey) WITH ORDINALITY AS k(number, position), pg_attribute a "
            "WHERE c.conrelid = %s AND c.contype IN ('u', 'p') AND a.attrelid = c.conrelid AND a.attnum = k.number "
            "GROUP BY c.oid",
            [oid],
        )
    }
    if ("organization_id", "id") not in keys:
        found.append("no key (organization_id, id)")
    references = connection.execute(
        "SELECT c.conname, c.confrelid::regclass::text, c.convalidated, "
        "(SELECT array_agg(a.attname::text ORDER BY k.position) FROM unnest(c.conkey) WITH ORDINALITY AS k(number, "
        "position), pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = k.number) "
        "FROM pg_constraint c WHERE c.conrelid = %s AND c.contype = 'f'",
        [oid],
    ).fetchall()
    for constraint, target, validated, columns in references:
        is_tenant = target not in GLOBAL_TABLES and target not in SEALED_BY_ID
        if is_tenant and (len(columns) != 2 or columns[0] != "organization_id"):
            found.append(f"{constraint} refers to {target} by {columns}, past the organization")
        if not validated:
            found.append(f"{constraint} is not validated")
    return found


def fenced_columns(connection: Connection, table: str) -> dict[str, str]:
    """Return the columns of a table that point to a tenant table by a composite key, and where to."""
    rows = connection.execute(
        "SELECT a.attname, c.confrelid::regclass::text FROM pg_constraint c JOIN pg_attribute a "
        "ON a.attrelid = c.conrelid AND a.attnum = c.conkey[2] "
        "WHERE c.conrelid = %s::regclass AND c.contype = 'f' AND array_length(c.conkey, 1) = 2",
        [table],
    )
    return {row[0]: row[1] for row in rows}


def _views(connection: Connection) -> list[str]:
    rows = connection.execute(
        "SELECT c.relname, c.relkind, coalesce('security_invoker=true' = ANY (c.reloptions), false) FROM pg_class c "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('v', 'm', 'f')"
    ).fetchall()
    return [f"the view {row[0]} reads past row level security" for row in rows if row[1] != "v" or not row[2]]


def _functions(connection: Connection) -> list[str]:
    found = []
    rows = connection.execute(
        "SELECT p.proname, p.prosecdef, pg_get_userbyid(p.proowner), coalesce(p.proconfig, '{}'), "
        "p.proacl IS NULL OR EXISTS (SELECT 1 FROM aclexplode(p.proacl) a WHERE a.grantee = 0), "
        "pg_get_function_identity_arguments(p.oid), p.provolatile FROM pg_proc p "
        "LEFT JOIN pg_depend d ON d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e' "
        "WHERE p.pronamespace = 'public'::regnamespace AND d.objid IS NULL"
    ).fetchall()
    wanted = {crossing.name: crossing for crossing in CROSSINGS}
    seen = set()
    for name, definer, owner, config, is_public, arguments, volatile in rows:
        if is_public:
            found.append(f"everybody may call the function {name}")
        if not definer:
            continue
        seen.add(name)
        if OWNERS_WORK.get(name) == arguments and owner == OWNER:
            if config != ["search_path=pg_catalog, public, pg_temp"]:
                found.append(f"the function {name} has no fixed search_path: {config}")
            continue
        if name not in wanted or arguments != wanted[name].arguments:
            found.append(f"the function {name}({arguments}) runs with its owner's rights and is not in kit.crossings")
        if owner != READER:
            found.append(f"the function {name} belongs to {owner}")
        if config != ["search_path=pg_catalog, public, pg_temp"]:
            found.append(f"the function {name} has no fixed search_path: {config}")
        if volatile == "v":
            found.append(f"the function {name} could write")
    return found + [f"the function {name} of kit.crossings is missing" for name in set(wanted) - seen]


def _reader_grants(connection: Connection) -> list[str]:
    held = {
        (row[0], row[1], row[2])
        for row in connection.execute(
            "SELECT c.relname, a.attname, r.privilege_type FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, "
            "aclexplode(a.attacl) r WHERE r.grantee = %s::regrole",
            [READER],
        )
    }
    wanted = {
        (table, column, "SELECT")
        for crossing in CROSSINGS
        for table, columns in crossing.reads.items()
        for column in columns
    }
    others = connection.execute(
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) r "
        "WHERE r.grantee NOT IN (%s::regrole, c.relowner) AND c.relnamespace = 'public'::regnamespace",
        [READER],
    ).fetchall()
    return [
        *(
            f"{READER} may {right} {table}.{column}, which kit.crossings does not say"
            for table, column, right in sorted(held - wanted)
        ),
        *(f"{READER} may not read {table}.{column}" for table, column, _right in sorted(wanted - held)),
        *(f"a grant on the column {table}.{column}" for table, column in others if MARKED.get(table) != column),
    ]
