"""Preparing the database in one process: roles, migrations, rights, demo. ``up`` runs it as a child.

The child says what it does as lines of JSON on its standard output, so that the supervisor never loads Django.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass

from moondesk.config import env
from moondesk.kit.errors import StartupError
from moondesk.supervision import roles, tables

SUPERUSER_VARIABLE = "MOONDESK_SUPERUSER_URL"
"""Set by ``up`` for this process alone, with the embedded database."""
DEMO_VARIABLE = "MOONDESK_PREPARE_DEMO"
"""``known`` or ``random`` passwords, or nothing; set by ``up`` for this process alone."""
KNOWN_PASSWORD = "moondesk-demo"  # noqa: S105 - published; exists on the loopback only

Report = Callable[[str, object], None]


@dataclass(frozen=True)
class Addresses:
    """The two addresses of the database."""

    application: str
    owner: str

    @classmethod
    def read(cls) -> "Addresses":
        """Read them from the environment."""
        application = env.text("DATABASE_URL")
        if not application:
            raise StartupError("DATABASE_URL is missing. Name a PostgreSQL database, or start with 'moondesk up'.")
        return cls(application, env.text("DATABASE_OWNER_URL"))


def prepare(report: Report, *, demo: str = "", superuser_url: str = "") -> None:
    """Bring the database up to this version; ``report`` hears of every step."""
    addresses = Addresses.read()
    application = roles.account_of(addresses.application, "DATABASE_URL")
    if superuser_url:
        tables.lay_tables(roles.create_embedded(superuser_url))
    if addresses.owner:
        if not superuser_url:
            roles.create_external(addresses.owner, application)
        roles.grant(addresses.owner, application.role)
    report("roles", True)
    set_up_django(os.environ, migrating=bool(addresses.owner))
    if addresses.owner:
        report("migrated", migrate())
        roles.seal(addresses.owner, application.role)
        become_application(addresses.application)
    from moondesk.kit.database import check_role

    check_role()
    if not addresses.owner:
        refuse_pending()
    if demo:
        report("demo", load_demo(demo))


def set_up_django(environment: MutableMapping[str, str], *, migrating: bool) -> None:
    """Load Django, as the owner of the tables when ``migrating``."""
    environment.setdefault("DJANGO_SETTINGS_MODULE", "moondesk.config.settings")
    if migrating:
        environment["MOONDESK_MIGRATING"] = "1"
    import django

    django.setup()


def pending_migrations() -> list[str]:
    """Return the names of the migrations that the database has not had."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> int:
    """Apply what is pending; return how many that was."""
    from django.core.management import call_command

    pending = pending_migrations()
    if pending:
        call_command("migrate", interactive=False, verbosity=0)
    return len(pending)


def refuse_pending() -> None:
    """Raise ``StartupError`` when the tables are not those of this version."""
    pending = pending_migrations()
    if pending:
        raise StartupError(
            f"The database lacks {len(pending)} migrations of this version. Run 'moondesk migrate' with "
            "DATABASE_OWNER_URL set to the role that owns the tables."
        )


def become_application(url: str) -> None:
    """Go on as the application's role, which row security binds."""
    from django.db import connection

    connection.close()
    for name, value in env.database(url).items():
        if name in ("NAME", "USER", "PASSWORD", "HOST", "PORT"):
            connection.settings_dict[name] = value


def load_demo(passwords: str) -> list[tuple[str, str]]:
    """Load the demo; return the sign-ins."""
    from moondesk import demo

    return demo.load(KNOWN_PASSWORD if passwords == "known" else None)


def _say(step: str, value: object) -> None:
    sys.stdout.write(json.dumps({"step": step, "value": value}) + "\n")
    sys.stdout.flush()


def main(environment: Mapping[str, str] = os.environ) -> int:
    """Prepare, for ``up``; errors of the set-up are a line too."""
    try:
        prepare(_say, demo=environment.get(DEMO_VARIABLE, ""), superuser_url=environment.get(SUPERUSER_VARIABLE, ""))
    except StartupError as error:
        _say("refused", str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
