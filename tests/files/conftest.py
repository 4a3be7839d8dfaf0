"""Real servers for files: an S3-compatible one and a virus scanner, each running while the tests of a module ask."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import storages

from moondesk.config.places import file_storage
from moondesk.supervision.spawning import spawn
from tests.files.samples import EICAR
from tests.harness import environment
from tests.harness.running import free_port

SIGNATURES = "MoondeskTest:0:*:{}\n"


@pytest.fixture(autouse=True)
def files_folder(settings: object, tmp_path: Path) -> Path:
    """Keep the files of each test in a folder of its own."""
    settings.STORAGES = {"files": file_storage(f"file://{tmp_path}/files", tmp_path)}  # type: ignore[attr-defined]
    return tmp_path / "files"


def listens(port: int) -> bool:
    """Say whether somebody listens on a port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until a server listens."""
    deadline = time.monotonic() + 40
    while not listens(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError(f"The server did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)


@pytest.fixture(scope="module")
def bucket_url() -> Iterator[str]:
    """The address of an empty bucket at a real S3-compatible server (SeaweedFS)."""
    folder = environment.folder() / f"s3-{environment.database_name()}"
    (folder / "data").mkdir(parents=True)
    ports = {name: free_port() for name in ("master", "mgrpc", "volume", "vgrpc", "filer", "fgrpc", "s3", "sgrpc")}
    keys = '{"identities":[{"name":"desk","credentials":[{"accessKey":"deskkey","secretKey":"desksecret"}],'
    (folder / "s3.json").write_text(keys + '"actions":["Admin","Read","Write","List","Tagging"]}]}')
    command = [
        Path(sys.executable).with_name("weed"), "server", f"-dir={folder / 'data'}", "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        f"-master.port={ports['master']}", f"-master.port.grpc={ports['mgrpc']}", "-master.electionTimeout=1s",
        "-master.heartbeatInterval=200ms", f"-volume.port={ports['volume']}", f"-volume.port.grpc={ports['vgrpc']}",
        "-filer", f"-filer.port={ports['filer']}", f"-filer.port.grpc={ports['fgrpc']}", "-s3",
        f"-s3.port={ports['s3']}",
        f"-s3.port.grpc={ports['sgrpc']}", f"-s3.config={folder / 's3.json'}", "-s3.port.iceberg=0", "-s3.port.lance=0",
        "-master.volumeSizeLimitMB=64", "-volume.max=20",
    ]  # fmt: skip
    variables = {**os.environ, "GOMEMLIMIT": "150MiB"}
    log = folder / "log"
    process = spawn(command, environment=variables, log=log)
    try:
        wait_for(ports["s3"], process, log)
        yield f"s3://deskkey:desksecret@127.0.0.1:{ports['s3']}/moondesk-files?tls=0"
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def bucket(bucket_url: str, settings: object, tmp_path: Path) -> str:
    """The files of this test are in a bucket."""
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    options = file_storage(bucket_url, tmp_path)["OPTIONS"]
    client = boto3.client(
        "s3", endpoint_url=options["endpoint_url"], region_name="us-east-1", aws_access_key_id="deskkey",
        aws_secret_access_key="desksecret",
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while True:
        try:
            client.create_bucket(Bucket="moondesk-files")
            client.put_object(Bucket="moondesk-files", Key="probe", Body=b"x")
            break
        except (BotoCoreError, ClientError) as error:
            if "BucketAlready" in str(error):
                break
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
    settings.STORAGES = {"files": file_storage(bucket_url, tmp_path)}  # type: ignore[attr-defined]
    assert hasattr(storages["files"], "bucket_name")
    return bucket_url


@pytest.fixture(scope="session")
def scanner_url() -> Iterator[str]:
    """The address of ClamAV's daemon with one signature, that of the EICAR test file."""
    program = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        pytest.skip("clamd is not installed (Debian: clamav-daemon)")
    folder = environment.folder() / f"clam-{environment.database_name()}"
    (folder / "db").mkdir(parents=True)
    (folder / "db" / "moondesk.ndb").write_text(SIGNATURES.format(EICAR.hex()))
    port = free_port()
    (folder / "clamd.conf").write_text(
        f"DatabaseDirectory {folder}/db\nTCPSocket {port}\nTCPAddr 127.0.0.1\nLogFile {folder}/clamd.log\n"
        f"PidFile {folder}/clamd.pid\nForeground yes\nMaxThreads 2\nStreamMaxLength 60M\nSelfCheck 3600\n"
        f"LocalSocket {folder}/clamd.sock\nUser root\n"
    )
    process = spawn([program, "-c", folder / "clamd.conf"], environment=dict(os.environ), log=folder / "out")
    try:
        wait_for(port, process, folder / "out")
        yield f"tcp://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def scanner(scanner_url: str, settings: object) -> str:
    """Files are scanned in this test."""
    settings.FILE_SCANNER = scanner_url  # type: ignore[attr-defined]
    return scanner_url
