"""The wheel alone is enough: installed in an empty environment, without Node, it opens a desk."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.ops.desk_process import DeskProcess, wait_until

pytestmark = pytest.mark.ops

ROOT = Path(__file__).resolve().parents[2]


def _uv() -> str:
    found = shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")
    works = Path(found).exists() and subprocess.run([found, "--version"], capture_output=True, check=False)
    return found if works and works.returncode == 0 else str(ROOT / ".uv" / "bin" / "uv")


def _run(*command: str | Path) -> None:
    done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_desk_from_the_wheel(tmp_path: Path) -> None:
    uv, venv = _uv(), tmp_path / "venv"
    _run(uv, "build", "-q", "--wheel", "--python", ROOT / ".venv/bin/python", "--out-dir", tmp_path / "dist")
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    _run(uv, "venv", "-q", "--python", ROOT / ".venv/bin/python", venv)
    _run(uv, "pip", "sync", "-q", "--python", venv, "--require-hashes", ROOT / "requirements.lock")
    _run(uv, "pip", "install", "-q", "--python", venv, "--no-deps", wheel)

    desk = DeskProcess(tmp_path / "data", [str(venv / "bin" / "moondesk")])
    folders = [folder for folder in desk.environment["PATH"].split(os.pathsep) if not (Path(folder) / "node").exists()]
    desk.environment["PATH"] = os.pathsep.join([str(venv / "bin"), *folders])
    try:
        assert desk.open() < 120  # 20 s on a quiet machine
        assert desk.get("/healthz")[0] == 200
        assert desk.ready()
        status, page = desk.get("/acme/help/")
        assert status == 200
        asset = re.search(rb"/static/[^\"']+\.css", page)
        assert asset, "the page loads a style sheet"
        assert desk.get(asset.group().decode())[0] == 200
        carried = next((venv / "lib").glob("python*/site-packages/moondesk/static/dist/manifest.json"))
        assert asset.group().decode().rsplit("/", 1)[1] in json.loads(carried.read_text()).values()
        assert desk.stop() == 0
        wait_until(lambda: not desk.processes(), 60, "every process is gone")
    finally:
        desk.kill_everything()
