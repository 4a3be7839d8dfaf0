"""Build hook: a wheel carries the built interface and the compiled translations, so that nobody needs Node to install.

Run as a program, it compiles the translations.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a program, outside a build
    BuildHookInterface = object  # type: ignore[assignment,misc,unused-ignore]

LOCALE = Path("src/moondesk/locale")
MANIFEST = Path("src/moondesk/static/dist/manifest.json")


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg,misc,unused-ignore]
    """Makes what git does not keep before a wheel or a source archive is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Do nothing for an editable installation: there the boot script builds, and only what changed."""
        if version == "editable":
            return
        root = Path(self.root)
        compile_translations(root)
        build_interface(root)


def compile_translations(root: Path) -> None:
    """Make a .mo of every .po."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in (root / LOCALE).rglob("*.po"):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parents[1].name)
        target = source.with_suffix(".mo")
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        fresh.replace(target)


def build_interface(root: Path) -> None:
    """Build style sheets and scripts unless they are there (a source archive carries them)."""
    if (root / MANIFEST).exists():
        return
    node = root / ".venv" / "node" / "bin" / "node"
    if not node.exists() or not (root / "frontend" / "node_modules").is_dir():
        sys.exit("The interface is not built. Run 'make boot' first, or 'make build' instead.")
    subprocess.run([node, root / "frontend" / "build.mjs"], check=True, cwd=root)  # noqa: S603


if __name__ == "__main__":
    compile_translations(Path(__file__).resolve().parent)
