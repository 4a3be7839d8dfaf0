"""People and programs that go on working at a desk while something happens to it, and note what they were answered."""

import contextlib
import datetime
import http.client
import json
import smtplib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.ops.desk_process import DeskProcess

PATIENCE = 40.0


@dataclass
class Answer:
    """What a request was answered and how long that took."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


@dataclass
class Busy:
    """Everybody at work at one desk."""

    desk: DeskProcess
    token: str
    began: datetime.datetime = field(default_factory=lambda: datetime.datetime.now(datetime.UTC))
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    opened: dict[str, set[str]] = field(default_factory=dict)
    mailed: list[str] = field(default_factory=list)
    put_off: list[int] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    @property
    def domain(self) -> str:
        """Where those who write are at home: new to this desk, as an address gets one confirmation an hour."""
        return f"c{self.began.timestamp():.0f}.test"

    def ask(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send one request and note the answer."""
        began = time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", self.desk.port, timeout=PATIENCE)
        try:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            if body is not None:
                given["Content-Type"] = "application/json"
            line.request(method, path, None if body is None else json.dumps(body), given)
            got = line.getresponse()
            names = {name.lower(): value for name, value in got.getheaders()}
            answer = Answer(got.status, names, got.read(), time.monotonic() - began)
        finally:
            line.close()
        self.answers.setdefault(who, []).append(answer)
        return answer

    def post(self, number: int) -> None:
        """Open a ticket, with the same key again and again until it is acknowledged, and once more after that."""
        subject = f"Posted {number}"
        new = {"subject": subject, "description": "x", "requester": {"email": f"poster{number}@{self.domain}"}}
        key = {"Authorization": f"Bearer {self.token}", "Idempotency_Key": f"key-{self.token[-6:]}-{number}"}
        numbers = self.opened.setdefault(subject, set())
        for _again in range(2):
            while (answer := self.ask("program", "POST", "/api/v1/tickets", new, **key)).status != 201:
                assert answer.status == 503, (answer.status, answer.body)
                if self._stop.wait(0.2) and not numbers:
                    self.opened.pop(subject)
                    return
            numbers.add(json.loads(answer.body)["number"])

    def mail(self, number: int) -> None:
        """Hand in a mail, again and again until it is taken."""
        text = (
            f"From: mailer{number}@{self.domain}\r\nTo: support@acme.test\r\nSubject: Mailed {number}\r\n"
            f"Message-ID: <{number}@{self.domain}>\r\n\r\nHello"
        )
        while not self._stop.is_set():
            try:
                with smtplib.SMTP("127.0.0.1", self.desk.smtp_port, timeout=PATIENCE) as line:
                    line.sendmail(f"mailer{number}@{self.domain}", ["support@acme.test"], text)
                self.mailed.append(f"Mailed {number}")
                return
            except smtplib.SMTPRecipientsRefused as refused:
                self.put_off += [code for code, _words in refused.recipients.values()]
            except smtplib.SMTPResponseException as refused:
                self.put_off.append(refused.smtp_code)
            self._stop.wait(0.2)

    def listen(self) -> None:
        """Keep a stream open as a page does: when it ends, come back and say what was heard last."""
        last = ""
        while not self._stop.is_set():
            line = http.client.HTTPConnection("127.0.0.1", self.desk.port, timeout=20)
            with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(line):
                resume = {"Last-Event-ID": last} if last else {}
                line.request("GET", "/api/tickets/stream", headers={"Authorization": f"Bearer {self.token}", **resume})
                answer = line.getresponse()
                assert answer.status in (200, 503), answer.status
                while answer.status == 200 and not self._stop.is_set() and (text := answer.readline().decode()):
                    if text.startswith("id:"):
                        last = text.removeprefix("id:").strip()
                    if text.startswith("event:"):
                        self.heard.append(text.removeprefix("event:").strip())
            self._stop.wait(0.5)

    def again_and_again(self, work: Callable[[int], Any], pause: float = 0.2) -> None:
        """Have somebody do the same over and over; an error of theirs fails the test."""

        def run() -> None:
            number = 0
            try:
                while not self._stop.is_set():
                    work(number)
                    number += 1
                    self._stop.wait(pause)
            except Exception as error:
                self.broken.append(f"{type(error).__name__}: {error}")

        self._threads.append(threading.Thread(target=run, daemon=True))
        self._threads[-1].start()

    def finish(self) -> None:
        """Let everybody finish what they have in hand."""
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()
        assert self.broken == []
