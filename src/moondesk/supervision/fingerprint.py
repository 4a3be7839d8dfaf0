"""Whether the tables can have changed since the last start: then preparing is skipped, which saves a second."""

import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import moondesk

LIBRARIES_WITH_TABLES = ("django", "django-allauth", "procrastinate")


def schema_fingerprint() -> str:
    """Return a text that differs when the version or any migration does."""
    package = Path(moondesk.__file__).parent
    digest = hashlib.sha256(moondesk.__version__.encode())
    for name in LIBRARIES_WITH_TABLES:
        try:
            digest.update(f"{name}={version(name)}".encode())
        except PackageNotFoundError:
            digest.update(f"{name} is missing".encode())
    own = (package / "supervision" / "roles.py", package / "kit" / "crossings.py", package / "kit" / "fences.py")
    for path in (*sorted(package.rglob("migrations/*.py")), *own):
        digest.update(str(path.relative_to(package)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
