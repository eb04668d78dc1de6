"""A module to take along: a zip in the layout of a folder of lessons."""

from dataclasses import dataclass
from io import BytesIO

from flask import send_file
from werkzeug.wrappers import Response

from portal.curriculum.rules import Files
from portal.kernel.access import requires_on
from portal.kernel.identity import Actor
from portal.kernel.uploads import archives
from portal.studio import queries, service
from portal.studio.policy import WRITE_MODULE
from portal.studio.rules.layout import in_folder
from portal.studio.views.blueprint import bp


@dataclass(frozen=True, slots=True)
class Taken:
    """The files of a module, and what the archive is called."""

    name: str
    files: Files


def _draft(actor: Actor, *, module: str) -> Taken | None:
    """As it is being written."""
    draft = queries.my_draft(actor, module=module)
    return Taken(module, in_folder(module, service.draft_files(draft.module_id))) if draft else None


@bp.get("/studio/modules/<module>/export")
@requires_on(WRITE_MODULE, _draft)
def export(taken: Taken) -> Response:
    return _archive(taken)


def _archive(taken: Taken) -> Response:
    content = BytesIO(archives.write(taken.files))
    return send_file(content, "application/zip", as_attachment=True, download_name=f"{taken.name}.zip")
