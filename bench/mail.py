"""Measure mail coming in: ``python -m bench.mail [--mails N] [--singles N] [--data-dir DIR]``.

Four clients hand mails to the listener as fast as it takes them: first new ones of as many people, then their answers
to what came back. Then single mails, from the moment the listener said 250 until they stand in the list.
"""

import argparse
import contextlib
import datetime
import email
import email.policy
import itertools
import json
import os
import platform
import random
import smtplib
import statistics
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psutil
import psycopg

from bench import backlog, data, place, texts

HERE = Path(__file__).parent
ADDRESS = "help@bench-mail.test"
CLIENTS = 4
EACH_CONNECTION = 50
PATIENCE = 600.0
_COUNTS = "SELECT count(*) FILTER (WHERE outcome = 'pending'), count(*) FROM channels_receivedmail"
_OUTCOMES = "SELECT outcome, count(*) FROM channels_receivedmail WHERE received_at >= %s GROUP BY outcome"


@dataclass(frozen=True)
class Letter:
    """One mail and its envelope."""

    sender: str
    to: str
    content: bytes


def new_letters(count: int) -> list[Letter]:
    """Return mails of about 5 KB, text and HTML, each of another person."""
    chance, run = random.Random(7), time.time_ns()
    subjects, bodies = texts.subjects("en", chance, count), texts.bodies("en", chance, count)
    found = []
    for number, (subject, (text, html)) in enumerate(zip(subjects, bodies, strict=True)):
        sender = f"writer{run}x{number}@people.test"
        found.append(_letter(sender, ADDRESS, f"{subject} {number}", text, html))
    return found


def _letter(sender: str, to: str, subject: str, text: str, html: str, **headers: str) -> Letter:
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = f"Ada García <{sender}>", to, subject
    mail["Date"] = email.utils.format_datetime(datetime.datetime.now(datetime.UTC))
    mail["Message-ID"] = email.utils.make_msgid(domain="people.test")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    style = "p { margin: 0 0 1em; font-family: Arial, sans-serif; color: #222 }\n" * 40
    mail.add_alternative(f"<html><head><style>{style}</style></head><body>{html}</body></html>", subtype="html")
    return Letter(sender, to, mail.as_bytes())


def answers(caught: Path, people: set[str]) -> list[Letter]:
    """Return answers to the confirmations that came back, as a mail program writes them."""
    found = []
    for file in sorted(caught.glob("*.eml")):
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        sender = str(mail["To"]).split("<")[-1].strip("> ")
        if sender not in people:
            continue
        to = str(mail["Reply-To"] or mail["From"]).split("<")[-1].strip("> ")
        text = "It has not come yet.\n\nOn Fri, 20 Nov 2026 at 12:00, Support wrote:\n> We got your mail.\n"
        html = "<p>It has not come yet.</p><div class=gmail_quote><blockquote>We got your mail.</blockquote></div>"
        marks = {"In_Reply_To": str(mail["Message-ID"]), "References": str(mail["Message-ID"])}
        found.append(_letter(sender, to, f"Re: {mail['Subject']}", text, html, **marks))
    return found


def hand_in(port: int, letters: Sequence[Letter]) -> float:
    """Hand all in by several clients at once; returns how many seconds that took."""

    def one(share: Sequence[Letter]) -> None:
        for some in itertools.batched(share, EACH_CONNECTION):
            with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
                for letter in some:
                    client.sendmail(letter.sender, [letter.to], letter.content)

    began = time.monotonic()
    threads = [threading.Thread(target=one, args=(letters[number::CLIENTS],)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - began


def burst(connection: "psycopg.Connection[Any]", port: int, letters: Sequence[Letter], cpu: "Cpu") -> dict[str, Any]:
    """Hand letters in, wait until each is what it becomes, and return how that went."""
    since = connection.execute("SELECT clock_timestamp()").fetchone()
    before, began = cpu.read(), time.monotonic()
    taken = hand_in(port, letters)
    while (pending := _row(connection, _COUNTS)[0]) and time.monotonic() - began < PATIENCE:
        time.sleep(0.2)
    seconds, after = time.monotonic() - began, cpu.read()
    spent = {name: round((after[name] - before[name]) * 1000 / len(letters), 1) for name in after}
    return {
        "mails": len(letters), "taken_per_second": round(len(letters) / taken, 1),
        "done_per_second": round((len(letters) - pending) / seconds, 1), "left": pending,
        "outcomes": dict(connection.execute(_OUTCOMES, since or ()).fetchall()),
        "cpu_ms_per_mail": spent, "all_cpu_ms_per_mail": round(sum(spent.values()), 1),
    }  # fmt: skip


class Cpu:
    """What our processes and the database have spent, in seconds, by name."""

    def __init__(self, pids: Mapping[str, int]) -> None:
        self._pids = pids

    def read(self) -> dict[str, float]:
        """Return the seconds of processor until now, of children that ended too."""
        return {name: _spent(psutil.Process(pid)) for name, pid in self._pids.items()}


def _spent(parent: psutil.Process) -> float:
    times = parent.cpu_times()
    total = times.user + times.system + times.children_user + times.children_system
    for child in parent.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = child.cpu_times()
            total += times.user + times.system
    return float(total)


def until_visible(web: int, smtp: int, token: str, count: int) -> dict[str, float]:
    """Hand in single mails, a second apart, and return how long until each stands in the list (seconds)."""
    found = []
    for number in range(count):
        mark = f"Quiet {time.time_ns()}"
        hand_in(smtp, [_letter(f"one{number}@people.test", ADDRESS, mark, f"Only one, {number}", "<p>Only one</p>")])
        began = time.monotonic()
        while not _is_listed(web, token, mark) and time.monotonic() - began < 30:
            time.sleep(0.02)
        found.append(time.monotonic() - began)
        time.sleep(1)
    return {"p50": round(statistics.median(found), 2), "most": round(max(found), 2)}


def _is_listed(web: int, token: str, subject: str) -> bool:
    address = f"http://127.0.0.1:{web}/api/v1/tickets?sort=-created_at&limit=5"
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return subject in answer.read().decode()


def _row(connection: "psycopg.Connection[Any]", sql: str) -> tuple[Any, ...]:
    return connection.execute(sql.encode()).fetchone() or (0, 0)


@contextlib.contextmanager
def desk(folder: Path, server: int) -> Iterator[tuple[int, int, "Cpu", int]]:
    """Run web, worker and mail as ``moondesk up`` does; gives the ports of web and SMTP."""
    web, smtp = place.free_port(), place.free_port()
    caught = ["--catcher-port", str(place.CATCHER_PORT), "--catcher-dir", str(folder / "mail")]
    with contextlib.ExitStack() as stack:
        command = f"from moondesk.config.server import run; run('127.0.0.1', {web}, 1)"
        ours = {
            "web": stack.enter_context(place.process("-c", command, port=web)).pid,
            "worker": stack.enter_context(place.process("-m", "moondesk", "worker")).pid,
            "mail": stack.enter_context(
                place.process("-m", "moondesk", "mail", "--port", str(smtp), *caught, port=smtp)
            ).pid,
        }
        yield web, smtp, Cpu({"database": server, **ours}), ours["worker"]


def _address() -> None:
    from moondesk.channels.models import MailAddress
    from moondesk.kit import tenancy
    from moondesk.organizations.models import Department
    from moondesk.organizations.queries import organization_id_of

    with tenancy.organization(organization_id_of("bench-0")):
        MailAddress.objects.get_or_create(address=ADDRESS, defaults={"department": Department.objects.first()})


def measure(options: argparse.Namespace, folder: Path, token: str, server: int) -> dict[str, Any]:
    """Return what was found."""
    found: dict[str, Any] = {}
    with (
        psycopg.connect(os.environ["BENCH_SUPERUSER_URL"], autocommit=True) as connection,
        desk(folder, server) as (web, smtp, cpu, worker),
    ):
        hand_in(smtp, new_letters(20))
        backlog.work_off(PATIENCE)
        letters = new_letters(options.mails)
        found["new"] = burst(connection, smtp, letters, cpu)
        found["confirmations"] = backlog.work_off(PATIENCE).__dict__
        replies = answers(folder / "mail", {letter.sender for letter in letters})
        found["answers"] = burst(connection, smtp, replies, cpu)
        backlog.work_off(PATIENCE)
        found["visible_after"] = until_visible(web, smtp, token, options.singles)
        found["worker_memory_mb"] = round(psutil.Process(worker).memory_full_info().uss / 1e6)
    return found


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(prog="python -m bench.mail")
    parser.add_argument("--mails", type=int, default=1000)
    parser.add_argument("--singles", type=int, default=10)
    parser.add_argument("--data-dir", type=Path, default=HERE.parent / "var" / "bench")
    options = parser.parse_args()
    folder: Path = options.data_dir.absolute() / "mail"
    with place.database(folder) as cluster:
        import django

        django.setup()
        from django.db import connection

        keys = data.make("S", folder / "bench.json")
        _address()
        connection.close()
        found = measure(options, folder, keys["token"], cluster.process.pid if cluster.process else os.getpid())
        connection.close_pool()  # type: ignore[attr-defined]
    about = {"at": datetime.datetime.now(datetime.UTC).isoformat(), "python": platform.python_version()}
    about |= {"cores": os.cpu_count(), "load": psutil.getloadavg()[0]}
    print(json.dumps(found, indent=1))
    (HERE / "results" / "mail.json").write_text(json.dumps(about | found, indent=1) + "\n")


if __name__ == "__main__":
    main()
