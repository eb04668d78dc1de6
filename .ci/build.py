"""What building a wheel adds to the files in git: compiled translations, and styles and scripts already compressed."""

import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from whitenoise.compress import Compressor

STATIC = "portal/static"


class Build(BuildHookInterface[Any]):
    """hatchling finds it here by pyproject.toml. An editable install gets the translations alone."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        compile_translations(root)
        if self.target_name == "wheel" and version == "standard":
            self._copy = Path(mkdtemp())
            build_data["force_include"] |= compressed(root / STATIC, self._copy)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        copy = getattr(self, "_copy", None)
        if copy is not None:
            shutil.rmtree(copy)


def compile_translations(root: Path) -> None:
    """Make the `.mo` beside each `.po`, whole at once: somebody may be reading the old one."""
    for source in sorted((root / "portal/translations").rglob("*.po")):
        unfinished = source.with_suffix(".unfinished.mo")
        with source.open("rb") as po, unfinished.open("wb") as mo:
            write_mo(mo, read_po(po))
        unfinished.replace(source.with_suffix(".mo"))


def compressed(tree: Path, copy: Path) -> dict[str, str]:
    """Where the compressed forms of a tree's files lie, and where they belong. The checkout stays as it is."""
    shutil.copytree(tree, copy, dirs_exist_ok=True)
    made = {}
    for path in sorted(path for path in copy.rglob("*") if path.is_file()):
        for result in Compressor(quiet=True).compress(str(path)):
            made[str(result)] = f"{STATIC}/{Path(result).relative_to(copy)}"
    return made
