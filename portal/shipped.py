"""Where the folders beside the package are: in the wheel, or in the checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The folder `name` (templates, lessons, migrations), from the installed package or else the checkout."""
    bundled = PACKAGE / "_data" / name
    return bundled if bundled.is_dir() else PACKAGE.parent / name
