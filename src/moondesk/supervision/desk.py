"""``moondesk up``: the whole desk as one tree of processes, from start to stop."""

import os
import shutil
import sys
import time
from collections.abc import Iterable

import moondesk
from moondesk.kit.errors import StartupError
from moondesk.supervision.console import Console
from moondesk.supervision.data_directory import DataDirectory
from moondesk.supervision.demo_policy import choose_demo
from moondesk.supervision.fingerprint import schema_fingerprint
from moondesk.supervision.parts import FIRST_DELAY, LONGEST_DELAY, Part
from moondesk.supervision.ports import check_port
from moondesk.supervision.postgres.cluster import SUPERUSER, Cluster
from moondesk.supervision.postgres.identity import choose_identity
from moondesk.supervision.postgres.programs import find_programs
from moondesk.supervision.preparation import Preparation
from moondesk.supervision.readiness import accepts, is_ready
from moondesk.supervision.spawning import Register
from moondesk.supervision.summary import summary
from moondesk.supervision.surroundings import Options, build_environment, given, publish, without_owner
from moondesk.supervision.waiting import Signals, StopRequested

READY_PATIENCE = 90.0
STOP_PATIENCE = 12.0
TRIES = 3
CHECK_EVERY = 2.0


class Desk:
    """One running desk."""

    def __init__(self, options: Options, console: Console, signals: Signals) -> None:
        self.options = options
        self.console = console
        self.signals = signals
        self.home = DataDirectory(options.data_directory)
        self.register = Register(self.home.run / "processes.json")
        self.cluster: Cluster | None = None
        self.parts: list[Part] = []
        self.environment: dict[str, str] = {}
        self.catcher_port: int | None = None
        self.demo_rows: list[tuple[str, str]] = []
        self._cluster_tries = 0
        self._cluster_again_at: float | None = None

    def run(self) -> int:
        """Open the desk and keep it open until somebody asks to stop. Raises ``StartupError`` when it cannot open."""
        began = time.monotonic()
        self._claim()
        try:
            self._open_database()
            self._prepare()
            self._start_parts()
            self.console.ready(time.monotonic() - began)
            summary(self.console, self.options, self.home, self.environment, self.demo_rows)
            while True:
                self.signals.pause(self._next_check())
                self._revive()
        except StopRequested:
            self._close()
            return 0
        except BaseException:
            self.console.broke_off()
            self._close(quietly=True)
            raise

    def _claim(self) -> None:
        """Check everything that can be checked before anything is started."""
        home, options = self.home, self.options
        self.console.heading("Moondesk", moondesk.__version__, str(home.root))
        home.create()
        home.lock()
        embedded = not given("DATABASE_URL")
        if embedded:
            self.cluster = Cluster(home, find_programs(), choose_identity(), self.signals)
            self.cluster.check_version()
        self.demo = choose_demo(home.read_state(), host=options.host, wanted=options.demo, embedded=embedded)
        home.check_space(first=embedded and self.cluster is not None and not self.cluster.exists)
        leftovers = self.register.stop_leftovers()
        if leftovers:
            self.console.warn(f"Stopped what an earlier start left behind: {', '.join(leftovers)}.")
        check_port(options.host, options.port, purpose="the web", option="--port", variable="MOONDESK_PORT")
        check_port(
            options.host,
            options.smtp_port,
            purpose="incoming mail",
            option="--smtp-port",
            variable="MOONDESK_SMTP_PORT",
        )

    def _open_database(self) -> None:
        shutil.rmtree(self.home.run / "metrics", ignore_errors=True)  # counted by processes that are gone
        self.environment, self.catcher_port = build_environment(self.options, self.home)
        if self.cluster is None:
            return
        self.console.begin("database", "making the cluster" if not self.cluster.exists else "starting")
        if not self.cluster.exists:
            self.cluster.create()
        self._start_cluster()
        self.environment |= {
            "MOONDESK_EMBEDDED": "1",
            "DATABASE_URL": self.cluster.url("moondesk_app", "moondesk"),
            "DATABASE_OWNER_URL": self.cluster.url("moondesk_owner", "moondesk"),
            "DATABASE_DIRECT_URL": "",
        }
        self.console.done(f"PostgreSQL {self.cluster.programs.version}, embedded")

    def _start_cluster(self) -> None:
        if self.cluster is not None:
            self.cluster.start()
            if self.cluster.process is not None:
                self.register.note("postgres", self.cluster.process.pid)

    def _prepare(self) -> None:
        state, fingerprint = self.home.read_state(), schema_fingerprint()
        if self.cluster is not None and state.get("prepared") == fingerprint and not self.demo:
            return
        if self.demo:
            self.home.write_state(demo_passwords=self.demo)  # before: a kill in between must not forget it
        environment = {**self.environment, "MOONDESK_PREPARE_DEMO": self.demo}
        if self.cluster is not None:
            environment["MOONDESK_SUPERUSER_URL"] = self.cluster.url(SUPERUSER, SUPERUSER)
        self.console.begin("tables", "bringing them up to date")
        Preparation(self.home, self.signals, self.register).run(environment, self._hear)
        self.home.write_state(prepared=fingerprint)

    def _hear(self, step: str, value: object) -> None:
        if step == "migrated":
            self.console.done(f"{value} migrations applied" if value else "up to date")
            if self.demo:
                self.console.begin("demo", "filling two organizations")
        elif step == "demo" and isinstance(value, list):
            self.demo_rows = [(str(email), str(password)) for email, password in value]
            self.home.write_state(demo_loaded=True)
            self.console.done("two organizations to look at")

    def _start_parts(self) -> None:
        serving = without_owner(self.environment)
        publish(self.environment, self.home)
        self.parts = list(self._make_parts())
        self.console.begin("desk", "starting web, worker and mail")
        for part in self.parts:
            part.tidy_log()
            part.start(serving, self.register)
        options = self.options
        ready = self.signals.wait_for(
            lambda: (
                self._check_tries()
                and is_ready(options.host, options.port)
                and accepts(options.host, options.smtp_port)
                and all(part.is_alive() for part in self.parts)
            ),
            READY_PATIENCE,
            step=0.1,
        )
        if not ready:
            raise StartupError(
                f"The desk did not become ready within {READY_PATIENCE:.0f} s. The logs are in {self.home.logs}."
            )
        self.console.done("web, worker and mail run")

    def _make_parts(self) -> Iterable[Part]:
        for name in ("web", "worker", "mail"):
            command = [sys.executable, "-m", "moondesk", name]
            if name == "mail" and self.catcher_port is not None:
                command += ["--catcher-dir", str(self.home.mail), "--catcher-port", str(self.catcher_port)]
            yield Part(name, list(command), self.home.logs / f"{name}.log")

    def _check_tries(self) -> bool:
        """While starting: a part that dies again and again ends the start, with its own last words."""
        self._revive(loudly=False)
        for part in self.parts:
            if part.failures >= TRIES:
                words = part.last_words()
                raise StartupError(
                    f"The {part.name} part ends as soon as it is started"
                    f"{f' ({words})' if words else ''}. The whole story is in {part.log}."
                )
        return True

    def _revive(self, *, loudly: bool = True) -> None:
        """Start again what died, the database first."""
        now = time.monotonic()
        if self.cluster is not None and not self.cluster.is_alive():
            self._revive_cluster(now)
        serving = without_owner(self.environment)
        for part in self.parts:
            said = part.note_death()
            if said and loudly:
                self.console.warn(said)
            if part.again_at is not None and now >= part.again_at:
                part.start(serving, self.register)

    def _revive_cluster(self, now: float) -> None:
        if self._cluster_again_at is not None and now < self._cluster_again_at:
            return
        self.console.warn("the database ended; starting it again")
        try:
            self._start_cluster()
            self._cluster_tries, self._cluster_again_at = 0, None
        except StartupError as error:
            delay = min(FIRST_DELAY * 2**self._cluster_tries, LONGEST_DELAY)
            self._cluster_tries += 1
            self._cluster_again_at = time.monotonic() + delay
            self.console.warn(f"{error} Trying again in {delay:g} s.")

    def _next_check(self) -> float:
        moments = [part.again_at for part in self.parts if part.again_at is not None]
        if self._cluster_again_at is not None:
            moments.append(self._cluster_again_at)
        return min([CHECK_EVERY, *(max(0.01, moment - time.monotonic()) for moment in moments)])

    def _close(self, *, quietly: bool = False) -> None:
        """Stop everything, the database last."""
        self.signals.ignore_first_stop()
        if not quietly:
            self.console.blank()
            self.console.begin("stopping", "a second Ctrl-C ends it at once")
        for part in self.parts:
            part.ask_to_stop()
        self.signals.wait_for(
            lambda: self.signals.impatient or not any(part.is_alive() for part in self.parts), STOP_PATIENCE
        )
        for part in self.parts:
            part.force_to_stop()
        if self.cluster is not None:
            self.cluster.stop(patient=not self.signals.impatient)
        self.home.environment_file.unlink(missing_ok=True)
        self.register.clear()
        if not quietly:
            self.console.done("everything is stopped, the data is kept")


def run_desk(options: Options) -> int:
    """Run ``moondesk up``; return the exit code."""
    os.umask(0o077)
    with Signals() as signals:
        return Desk(options, Console(), signals).run()
