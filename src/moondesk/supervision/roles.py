"""The three roles of the database and what each may do. Runs before the migrations, every time, and repeats safely.

The owner makes tables and is used for migrations alone. The application reads and writes rows and owns nothing, so
row level security binds it. The reader owns the few functions that look across organizations; nobody signs in as it.
"""

from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from moondesk.kit.crossings import READER
from moondesk.kit.errors import StartupError

OWNER = "moondesk_owner"
APPLICATION = "moondesk_app"
DATABASE = "moondesk"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin")
OLDEST_SERVER = 150000


@dataclass(frozen=True)
class Account:
    """One role that signs in, as its address names it."""

    role: str
    password: str | None
    database: str


def account_of(url: str, variable: str) -> Account:
    """Return who an address signs in as."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise StartupError(
            f"{variable} is not an address of PostgreSQL. It looks like postgresql://role:password@host:5432/database."
        ) from None
    role = str(parts.get("user") or "")
    database = str(parts.get("dbname") or role)
    if not role:
        raise StartupError(f"{variable} names no role. It looks like postgresql://role:password@host:5432/database.")
    password = parts.get("password")
    return Account(role, str(password) if password else None, database)


def connect(url: str, variable: str) -> "psycopg.Connection[tuple[object, ...]]":
    """Connect for administration, or say plainly why not."""
    account_of(url, variable)
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=10, application_name="moondesk-setup")
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()[-1].split("FATAL:")[-1].strip() or "no answer"
        raise StartupError(
            f"The database in {variable} cannot be reached ({said}). Check the address and that PostgreSQL is running."
        ) from None
    version = connection.info.server_version
    if version < OLDEST_SERVER:
        connection.close()
        raise StartupError(f"PostgreSQL {version // 10000} is too old. Use PostgreSQL 15 or newer.")
    return connection


def create_embedded(superuser_url: str) -> str:
    """In the embedded cluster, make roles and database; return the superuser's address of it."""
    with connect(superuser_url, "the embedded database") as connection:
        for role, login in ((OWNER, "LOGIN"), (APPLICATION, "LOGIN"), (READER, "NOLOGIN")):
            if not _role_exists(connection, role):
                connection.execute(_statement(f"CREATE ROLE {{}} {login} {_POWERLESS}", role))
        connection.execute(_statement("GRANT {} TO {}", READER, OWNER))
        if not _one(connection, "SELECT 1 FROM pg_database WHERE datname = %s", DATABASE):
            connection.execute(_statement("CREATE DATABASE {} OWNER {}", DATABASE, OWNER))
    inside = psycopg.conninfo.make_conninfo(superuser_url, dbname=DATABASE)
    with connect(inside, "the embedded database") as connection:
        _create_extensions(connection)
    return inside


_POWERLESS = "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"


def create_external(owner_url: str, application: Account) -> None:
    """On a server of the operator's, make what is missing if the owner may; else say which SQL to run."""
    with connect(owner_url, "DATABASE_OWNER_URL") as connection:
        owner = connection.info.user
        if owner == application.role:
            raise StartupError(
                f"DATABASE_URL and DATABASE_OWNER_URL name the same role {owner}, so row security would not bind the "
                "application. Give DATABASE_URL a role of its own; migrate creates it when it is missing."
            )
        missing = _missing_roles(connection, owner, application)
        try:
            for statement in missing:
                connection.execute(statement)
            _create_extensions(connection)
        except psycopg.errors.InsufficientPrivilege:
            raise StartupError(_what_to_run(connection, owner, application)) from None


def _missing_roles(
    connection: "psycopg.Connection[tuple[object, ...]]", owner: str, application: Account
) -> list[sql.Composed]:
    statements = []
    if not _role_exists(connection, application.role):
        clause = (
            sql.SQL(" PASSWORD {}").format(sql.Literal(application.password)) if application.password else sql.SQL("")
        )
        statements.append(_statement(f"CREATE ROLE {{}} LOGIN {_POWERLESS}", application.role) + clause)
    member = False
    if _role_exists(connection, READER):
        member = bool(_one(connection, "SELECT pg_has_role(current_user, %s, 'USAGE')", READER))
    else:
        statements.append(_statement(f"CREATE ROLE {{}} NOLOGIN {_POWERLESS}", READER))
    if not member:
        statements.append(_statement("GRANT {} TO {}", READER, owner))
    return statements


def _what_to_run(connection: "psycopg.Connection[tuple[object, ...]]", owner: str, application: Account) -> str:
    shown = Account(application.role, "choose one" if application.password else None, application.database)
    statements = [statement.as_string(connection) for statement in _missing_roles(connection, owner, shown)]
    present = {row[0] for row in connection.execute("SELECT extname FROM pg_extension")}
    statements += [f"CREATE EXTENSION {name}" for name in EXTENSIONS if name not in present]
    lines = "\n".join(f"  {statement};" for statement in statements)
    return (
        f"The role {owner} may not prepare the database {application.database}. Run this in it as a superuser, with "
        f"the password of DATABASE_URL, and start again:\n{lines}"
    )


def grant(url: str, application: str) -> None:
    """As owner, before the migrations: give the application what it needs of everything to come, and PUBLIC nothing."""
    with connect(url, "DATABASE_OWNER_URL") as connection:
        database, owner = connection.info.dbname, connection.info.user
        for text, names in (
            ("REVOKE ALL ON DATABASE {} FROM PUBLIC", (database,)),
            ("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}", (database, application)),
            ("REVOKE ALL ON SCHEMA public FROM PUBLIC", ()),
            ("GRANT USAGE ON SCHEMA public TO {}, {}", (application, READER)),
            ("GRANT CREATE ON SCHEMA public TO {}", (READER,)),  # until the migrations are done: see seal()
            ("ALTER DEFAULT PRIVILEGES FOR ROLE {} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC", (owner,)),
            (f"{_TO_COME} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {{}}", (owner, application)),
            (f"{_TO_COME} GRANT USAGE ON SEQUENCES TO {{}}", (owner, application)),
            (f"{_TO_COME} GRANT EXECUTE ON FUNCTIONS TO {{}}", (owner, application)),
        ):
            connection.execute(_statement(text, *names))
        _grant_untouched(connection, application)


_TO_COME = "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public"


def _grant_untouched(connection: "psycopg.Connection[tuple[object, ...]]", application: str) -> None:
    """Give a new application role the tables that exist and that it holds nothing of.

    A table of which it holds something is left alone: what a migration took away stays taken away.
    """
    rows = connection.execute(
        "SELECT c.relname, c.relkind FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace "
        "AND c.relkind IN ('r', 'p', 'v', 'S') AND c.relowner = current_user::regrole AND NOT EXISTS "
        "(SELECT 1 FROM aclexplode(c.relacl) a WHERE a.grantee = %s::regrole)",
        (sql.Identifier(application).as_string(connection),),
    ).fetchall()
    for name, kind in rows:
        rights = "USAGE ON SEQUENCE" if kind == "S" else "SELECT, INSERT, UPDATE, DELETE ON TABLE"
        connection.execute(_statement(f"GRANT {rights} {{}} TO {{}}", str(name), application))


def seal(url: str, application: str) -> None:
    """As owner, after the migrations: take back what only they needed."""
    with connect(url, "DATABASE_OWNER_URL") as connection:
        connection.execute(_statement("REVOKE CREATE ON SCHEMA public FROM {}", READER))
        if _one(connection, "SELECT to_regclass('public.django_migrations')"):
            connection.execute(
                _statement("REVOKE INSERT, UPDATE, DELETE ON TABLE public.django_migrations FROM {}", application)
            )
        if _one(connection, "SELECT to_regclass('public.events_event')"):
            # What happened stays: the application adds, and marks as told.
            connection.execute(_statement("REVOKE UPDATE, DELETE ON TABLE public.events_event FROM {}", application))
            connection.execute(
                _statement("GRANT UPDATE (dispatched_at) ON TABLE public.events_event TO {}", application)
            )
        if _one(connection, "SELECT to_regclass('public.audit_installationentry')"):
            entries = "REVOKE UPDATE, DELETE ON TABLE public.audit_installationentry FROM {}"
            connection.execute(_statement(entries, application))


def _create_extensions(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    for name in EXTENSIONS:
        if not _one(connection, "SELECT 1 FROM pg_extension WHERE extname = %s", name):
            connection.execute(_statement("CREATE EXTENSION {}", name))


def _statement(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*(sql.Identifier(name) for name in names))  # type: ignore[arg-type,unused-ignore]


def _one(connection: "psycopg.Connection[tuple[object, ...]]", query: str, *values: str) -> object:
    row = connection.execute(query, values or None).fetchone()  # type: ignore[arg-type,unused-ignore]
    return row[0] if row else None


def _role_exists(connection: "psycopg.Connection[tuple[object, ...]]", role: str) -> bool:
    return bool(_one(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role))
