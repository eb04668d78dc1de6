"""A module to take along: a zip in the layout of a folder of lessons."""

from dataclasses import dataclass
from io import BytesIO

from flask import send_file
from werkzeug.wrappers import Response

from portal.curriculum.queries.revisions import files_of, revisions_of
from portal.curriculum.rules import Files
from portal.kernel.access import requires_on
from portal.kernel.identity import Actor
from portal.kernel.uploads import archives
from portal.studio import queries, service
from portal.studio.policy import WRITE_MODULE
from portal.studio.queries.imports import revision_from_files
from portal.studio.rules.layout import in_folder
from portal.studio.views.blueprint import bp


@dataclass(frozen=True, slots=True)
class Taken:
    """The files of a module, and what the archive is called."""

    name: str
    files: Files


def _module(actor: Actor, *, module: str) -> Taken | None:
    """One's own as it is being written; one that is kept as files as it was published last."""
    draft = queries.my_draft(actor, module=module)
    if draft:
        return Taken(module, in_folder(module, service.draft_files(draft.module_id)))
    revision = revision_from_files(module)
    return Taken(module, in_folder(module, files_of(revision))) if revision else None


def _revision(actor: Actor, *, module: str, number: str) -> Taken | None:
    """As it was published that time."""
    draft = queries.my_draft(actor, module=module)
    lines = revisions_of(draft.module_id) if draft else []
    line = next((one for one in lines if str(one.number) == number), None)
    return Taken(f"{module}-{number}", in_folder(module, files_of(line.id))) if line else None


@bp.get("/studio/modules/<module>/export")
@requires_on(WRITE_MODULE, _module)
def export(taken: Taken) -> Response:
    return _archive(taken)


@bp.get("/studio/modules/<module>/revisions/<number>/export")
@requires_on(WRITE_MODULE, _revision)
def export_revision(taken: Taken) -> Response:
    return _archive(taken)


def _archive(taken: Taken) -> Response:
    content = BytesIO(archives.write(taken.files))
    return send_file(content, "application/zip", as_attachment=True, download_name=f"{taken.name}.zip")
