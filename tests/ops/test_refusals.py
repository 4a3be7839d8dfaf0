"""What can be expected to go wrong at the start is one plain sentence and what to do."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ops.desk_process import DeskProcess

pytestmark = pytest.mark.ops


@pytest.mark.parametrize(("attribute", "option"), [("port", "--port"), ("smtp_port", "--smtp-port")])
def test_port_taken(desk: DeskProcess, attribute: str, option: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", getattr(desk, attribute)))
        other.listen()
        said = desk.refuse()
    assert f"Port {getattr(desk, attribute)}" in said
    assert option in said


def test_data_directory_of_another_postgresql(desk: DeskProcess) -> None:
    (desk.data / "postgres").mkdir(parents=True)
    (desk.data / "postgres" / "PG_VERSION").write_text("15\n")
    said = desk.refuse()
    assert "made by PostgreSQL 15" in said
    assert "--data-dir" in said


def test_database_unreachable(desk: DeskProcess) -> None:
    desk.environment["DATABASE_URL"] = "postgresql://moondesk_app@127.0.0.1:1/moondesk"
    desk.environment["DATABASE_OWNER_URL"] = "postgresql://moondesk_owner@127.0.0.1:1/moondesk"
    assert "cannot be reached" in desk.refuse()


def test_data_directory_that_is_a_file(desk: DeskProcess) -> None:
    desk.data.write_text("not a folder")
    said = desk.refuse()
    assert "cannot be written" in said
    assert "--data-dir" in said


def test_known_passwords_stay_on_the_loopback(desk: DeskProcess) -> None:
    desk.data.mkdir()
    (desk.data / "state.json").write_text('{"demo_passwords": "known", "demo_loaded": true}')
    assert "published password" in desk.refuse("--host", "0.0.0.0")


def test_second_up_and_a_role_that_bypasses_row_security(opened: DeskProcess, tmp_path: Path) -> None:
    other = DeskProcess(opened.data)
    other.output = tmp_path / "other.out"
    assert "already runs" in other.refuse()
    socket_folder = str(opened.data / "run" / "pg")
    if not Path(socket_folder).is_dir():
        pytest.skip("the socket is in the system's folder: the path is too long here")
    third = DeskProcess(tmp_path / "third", MOONDESK_DEMO="0")
    third.environment["DATABASE_URL"] = f"postgresql://postgres@/moondesk?host={socket_folder}"
    assert "may bypass row security" in third.refuse()
    assert opened.ready()


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="needs root to mount a small disk")
def test_full_disk(desk: DeskProcess) -> None:
    desk.data.mkdir()
    up = f"exec {sys.executable} -m moondesk up --data-dir {desk.data}"
    inside = f"mount -t tmpfs -o size=20m tmpfs {desk.data} && {up}"
    ports = f" --port {desk.port} --smtp-port {desk.smtp_port}"
    answer = subprocess.run(
        ["unshare", "-m", "sh", "-c", inside + ports],
        env=desk.environment, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    if "mount:" in answer.stderr:
        pytest.skip("this machine lets nobody mount a small disk")
    assert answer.returncode == 1
    assert "not enough disk space" in answer.stderr
