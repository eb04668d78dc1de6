"""Taking a module out of the catalogue, and putting an earlier revision back into the draft."""

from portal.curriculum.rules import Files
from portal.curriculum.service import unpublish
from portal.studio.queries.releases import is_published
from portal.studio.rules import Act, Draft
from portal.studio.service.files import take_files
from portal.studio.service.holding import hold, note
from portal.studio.service.releasing import refuse_planned


def unpublish_module(draft: Draft, person_id: str) -> None:
    """Pairs keep what they began. Refused while a release waits that would publish it again. What is not published
    stays so, and that is no act.
    """
    held = hold(draft.module_id)
    refuse_planned(draft.module_id)
    if not is_published(draft.module_id):
        return
    unpublish(draft.module_id)
    note(held, person_id, Act.UNPUBLISHED)


def put_revision_back(draft: Draft, person_id: str, files: Files) -> None:
    """The draft is what that revision was. Each text begins a session: what was written since stays in its own."""
    take_files(draft.module_id, person_id, files, Act.REVISION)
