"""Mail that was kept instead of sent, newest first."""

from pathlib import Path

from flask import current_app

from portal.kernel.identity import Actor
from portal.operations.rules import Letter, is_name, letter

AT_MOST = 100


def kept_letters() -> list[Letter]:
    """The newest messages. Their names begin with the moment they were kept."""
    names = (path.name for path in _folder().glob("*.eml"))
    newest = sorted((name for name in names if is_name(name)), reverse=True)[:AT_MOST]
    return [letter(name, (_folder() / name).read_bytes()) for name in newest]


def kept_letter(_actor: Actor | None, name: str) -> Letter | None:
    """The message of this name, or None for any other name."""
    path = _folder() / name
    if not is_name(name) or not path.is_file():
        return None
    return letter(name, path.read_bytes())


def _folder() -> Path:
    folder: Path = current_app.config["SETTINGS"].mail_folder
    return folder
