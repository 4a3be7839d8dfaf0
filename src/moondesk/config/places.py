"""Where files are kept, read from one address."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from moondesk.kit.errors import StartupError

_HELP = (
    "MOONDESK_FILES_URL must look like file:///var/lib/moondesk/files or "
    "s3://key:secret@s3.eu-central-1.amazonaws.com/bucket?region=eu-central-1."
)


def file_storage(url: str, data_dir: Path) -> dict[str, Any]:
    """Return Django's settings of the storage that an address names; without one, a folder of the data directory.

    ``s3://KEY:SECRET@HOST[:PORT]/BUCKET?region=…&tls=0&prefix=…``; without key and secret, boto3 looks for them where
    it always does. Raises ``StartupError`` for anything else.
    """
    parts = urlsplit(url)
    if not url or parts.scheme == "file":
        folder = Path(unquote(parts.path)) if url else data_dir / "files"
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": str(folder),
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
                "allow_overwrite": False,
            },
        }
    bucket = unquote(parts.path.strip("/"))
    if parts.scheme != "s3" or not parts.hostname or not bucket or "/" in bucket:
        raise StartupError(_HELP)
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _bucket(url, bucket)}


def _bucket(url: str, bucket: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    scheme = "http" if options.pop("tls", "1") in ("0", "no", "false") else "https"
    port = f":{parts.port}" if parts.port else ""
    found = {
        "bucket_name": bucket,
        "endpoint_url": f"{scheme}://{parts.hostname}{port}",
        "region_name": options.pop("region", "us-east-1"),
        "location": options.pop("prefix", ""),
        "access_key": unquote(parts.username) if parts.username else None,
        "secret_key": unquote(parts.password) if parts.password else None,
        "addressing_style": options.pop("style", "path"),
        "signature_version": "s3v4",
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": True,
    }
    if options:
        raise StartupError(f"MOONDESK_FILES_URL has options that do not exist: {', '.join(sorted(options))}. {_HELP}")
    return found


def files_origin(text: str, base_url: str) -> str:
    """Return the origin that gives out files instead of the desk's own, if one is named. Raises ``StartupError``.

    Browsers tie cookies to host names, not to ports, so it must be another name.
    """
    if not text:
        return ""
    parts = urlsplit(text)
    is_bare = parts.path in ("", "/") and not parts.query and not parts.fragment and "@" not in parts.netloc
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_bare:
        raise StartupError("MOONDESK_FILES_ORIGIN must look like https://files.example.com, without a path.")
    if parts.hostname == urlsplit(base_url).hostname:
        raise StartupError("MOONDESK_FILES_ORIGIN must have another host name than MOONDESK_BASE_URL.")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def scanner(url: str) -> str:
    """Return the address of the virus scanner's daemon, if one is named. Raises ``StartupError``."""
    parts = urlsplit(url)
    if url and not (parts.scheme == "unix" and parts.path) and not (parts.scheme == "tcp" and parts.hostname):
        raise StartupError("MOONDESK_CLAMD_URL must look like tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl.")
    return url
