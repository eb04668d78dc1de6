"""How the details of a module came to be what they are: who changed what, and bringing back what there was."""

from flask import url_for
from werkzeug.wrappers import Response

from portal.kernel.access import requires_on
from portal.kernel.answers import page, see_other
from portal.kernel.identity import signed_in
from portal.kernel.transaction import transaction
from portal.studio import queries, service
from portal.studio.policy import WRITE_MODULE
from portal.studio.queries.sheets import SheetFound, my_sheet, sheets_of
from portal.studio.rules import Draft
from portal.studio.rules.sheets import fields_changed
from portal.studio.views.blueprint import bp
from portal.studio.views.modules import titles_for


@bp.get("/studio/modules/<module>/sheet/history")
@requires_on(WRITE_MODULE, queries.my_draft)
def sheet_history(draft: Draft) -> str:
    titles = titles_for(draft)
    lines = [(one, fields_changed(one.before, one.after, titles)) for one in sheets_of(draft.module_id)]
    return page("studio/sheet_history.html", draft=draft, lines=lines)


@bp.post("/studio/modules/<module>/sheet/history/<session>/restore")
@requires_on(WRITE_MODULE, my_sheet)
def restore_sheet(found: SheetFound) -> Response:
    with transaction():
        service.restore_sheet(found, signed_in().id)
    return see_other(url_for("studio.module", module=found.draft.slug, done="sheet-back", _anchor="sheet"))
