"""People, their roles, and the health of the portal: for whoever runs it."""

from collections.abc import Mapping

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.queries import find_people
from portal.accounts.rules import SiteRole
from portal.admin import service
from portal.admin.forms import RoleForm
from portal.admin.policy import ADMIN
from portal.admin.queries import Account, account
from portal.kernel.access import requires, requires_on
from portal.kernel.answers import done_sentence, invalid, page, see_other
from portal.kernel.i18n import _l
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal, Sentence
from portal.kernel.transaction import transaction
from portal.studio import service as studio
from portal.studio.forms import AuthorForm
from portal.studio.queries.orphans import ModuleKept, kept_module, orphans

admin = Blueprint("admin", __name__)

PAGE_LENGTH = 50
LONGEST_SEARCH = 200
LAST_PAGE = 100_000

DONE: Mapping[str, Sentence] = {
    "given": _l("The role is given."),
    "taken": _l("The role is taken back."),
    "disabled": _l("The account is disabled. Its sessions have ended."),
    "enabled": _l("The account is enabled again."),
    "author": _l("They find the module among theirs from now on. They get no email about it: tell them yourself."),
}


@admin.get("/admin/")
@requires(ADMIN)
def people() -> str:
    text = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    number = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    found = find_people(text, PAGE_LENGTH + 1, (number - 1) * PAGE_LENGTH)
    return page(
        "admin/people.html", text=text, number=number, people=found[:PAGE_LENGTH], more=len(found) > PAGE_LENGTH
    )


@admin.get("/admin/people/<person>")
@requires_on(ADMIN, account)
def person(seen: Account) -> str:
    return page(
        "admin/person.html",
        person=seen,
        oneself=seen.id == signed_in().id,
        all_roles=list(SiteRole),
        done=done_sentence(DONE),
    )


@admin.post("/admin/people/<person>/give")
@requires_on(ADMIN, account)
def give_role(seen: Account) -> Response:
    role = _role()
    with transaction():
        service.give(signed_in().id, seen.id, role)
    return _back_to(seen, "given")


@admin.post("/admin/people/<person>/take")
@requires_on(ADMIN, account)
def take_role(seen: Account) -> Response:
    role = _role()
    with transaction():
        service.take(signed_in().id, seen.id, role)
    return _back_to(seen, "taken")


@admin.post("/admin/people/<person>/disable")
@requires_on(ADMIN, account)
def disable(seen: Account) -> Response:
    with transaction():
        service.disable(signed_in().id, seen.id)
    return _back_to(seen, "disabled")


@admin.post("/admin/people/<person>/enable")
@requires_on(ADMIN, account)
def enable(seen: Account) -> Response:
    with transaction():
        service.enable(seen.id)
    return _back_to(seen, "enabled")


@admin.get("/admin/modules")
@requires(ADMIN)
def modules() -> str:
    """Those that nobody can write any more."""
    return page("admin/modules.html", modules=orphans(), done=done_sentence(DONE))


@admin.get("/admin/modules/<module>")
@requires_on(ADMIN, kept_module)
def module(kept: ModuleKept) -> str:
    return page("admin/module.html", module=kept, form=AuthorForm(formdata=None))


@admin.post("/admin/modules/<module>")
@requires_on(ADMIN, kept_module)
def give_author(kept: ModuleKept) -> Response | tuple[str, int]:
    form = AuthorForm()
    if not form.validate():
        return invalid("admin/module.html", module=kept, form=form)
    try:
        with transaction():
            studio.give_author(kept.id, signed_in().id, form.value())
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid("admin/module.html", refusal.status, module=kept, form=form)
    return see_other(url_for("admin.modules", done="author"))


@admin.get("/admin/health")
@requires(ADMIN)
def health() -> str:
    return page("admin/health.html", health=service.health())


def _role() -> SiteRole:
    form = RoleForm()
    if not form.validate():
        abort(422)
    return form.value()


def _back_to(seen: Account, word: str) -> Response:
    return see_other(url_for("admin.person", person=seen.id, done=word))
