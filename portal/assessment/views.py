"""The self-assessment: what it is, its pages, what it came to. Each person sees their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from portal.assessment import policy, service
from portal.assessment.forms import EraseForm, SheetForm, sheet_form
from portal.assessment.rules import SURE, Given, Sheet, SittingKind, next_sheet, sheets
from portal.assessment.service import Sat, Sittings
from portal.curriculum.rules import Strand
from portal.curriculum.service import assessment as asked
from portal.kernel.access import SIGNED_IN, requires, requires_on
from portal.kernel.answers import done_sentence, invalid, page, see_other
from portal.kernel.forms import VersionedForm
from portal.kernel.i18n import _l
from portal.kernel.identity import Actor, signed_in
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction

assessment = Blueprint("assessment", __name__)

Answer = Response | str | tuple[str, int]

DONE = {
    "kept": _l("Your answers are kept. You can go on whenever you like."),
    "finished": _l("This self-assessment is finished."),
    "erased": _l("This self-assessment is erased, for good."),
}


@dataclass(frozen=True, slots=True)
class SittingAt:
    """One of a person's two sittings, with everything that is asked in it."""

    person_id: str
    kind: SittingKind
    sittings: Sittings
    sheets: tuple[Sheet, ...]

    @property
    def sat(self) -> Sat | None:
        return self.sittings.of(self.kind)

    @property
    def is_open(self) -> bool:
        return self.sittings.is_open(self.kind)

    @property
    def given(self) -> Mapping[str, Given]:
        return self.sat.given if self.sat else {}

    @property
    def following(self) -> Sheet | None:
        return next_sheet(self.sheets, self.given)

    @property
    def missing(self) -> int:
        return sum(sheet.missing(self.given) for sheet in self.sheets)

    @property
    def answered_in_full(self) -> int:
        return sum(sheet.missing(self.given) == 0 for sheet in self.sheets)


@dataclass(frozen=True, slots=True)
class SheetAt:
    """One page of it."""

    at: SittingAt
    sheet: Sheet

    @property
    def person_id(self) -> str:
        return self.at.person_id

    def form_sent(self) -> SheetForm:
        return sheet_form(self.sheet, self.person_id, self.at.kind)

    def form_kept(self) -> SheetForm:
        version = self.at.sat.version if self.at.sat else 0
        return sheet_form(self.sheet, self.person_id, self.at.kind, self.at.given, version)


@dataclass(frozen=True, slots=True)
class StrandAt:
    """One strand of both of a person's sittings."""

    person_id: str
    strand: Strand
    sittings: Sittings


def _strand(actor: Actor, *, strand: str) -> StrandAt | None:
    return StrandAt(actor.id, Strand(strand), service.read(actor.id)) if strand in list(Strand) else None


def _sitting(actor: Actor, *, sitting: str) -> SittingAt | None:
    found = sheets(asked())
    if sitting not in list(SittingKind) or not found:
        return None
    return SittingAt(actor.id, SittingKind(sitting), service.read(actor.id), found)


def _sheet(actor: Actor, *, sitting: str, sheet: str) -> SheetAt | None:
    at = _sitting(actor, sitting=sitting)
    found = next((one for one in at.sheets if str(one.number) == sheet), None) if at else None
    return SheetAt(at, found) if at and found else None


@assessment.get("/self-assessment")
@requires(SIGNED_IN)
def index() -> str:
    all_sheets, sittings = sheets(asked()), service.read(signed_in().id)
    places = [SittingAt(signed_in().id, kind, sittings, all_sheets) for kind in SittingKind]
    return page("assessment/index.html", places=places, sheets=all_sheets, done=done_sentence(DONE))


@assessment.get("/self-assessment/<sitting>/<sheet>")
@requires_on(policy.SIT, _sheet)
def sheet(seen: SheetAt) -> Answer:
    if not seen.at.is_open:
        return _elsewhere(seen.at)
    return page("assessment/sheet.html", **_shown(seen, seen.form_kept()))


@assessment.post("/self-assessment/<sitting>/<sheet>")
@requires_on(policy.SIT, _sheet)
def save(seen: SheetAt) -> Answer:
    form, at = seen.form_sent(), seen.at
    if not form.validate():
        return invalid("assessment/sheet.html", **_shown(seen, form))
    try:
        with transaction():
            service.save(seen.person_id, at.kind, form.value(), form.version_read())
    except Refusal as refusal:
        return _refused(seen, form, refusal)
    if form.act.data == "stop":
        return see_other(url_for("assessment.index", done="kept"))
    if seen.sheet.number == len(at.sheets):
        return see_other(url_for("assessment.finishing", sitting=at.kind))
    return see_other(url_for("assessment.sheet", sitting=at.kind, sheet=seen.sheet.number + 1))


@assessment.get("/self-assessment/<sitting>/finish")
@requires_on(policy.SIT, _sitting)
def finishing(at: SittingAt) -> Answer:
    """What is answered and what is not, before it is finished for good."""
    return page("assessment/finish.html", **_looked_over(at)) if at.is_open else _elsewhere(at)


@assessment.post("/self-assessment/<sitting>/finish")
@requires_on(policy.SIT, _sitting)
def finish(at: SittingAt) -> Answer:
    try:
        with transaction():
            service.finish(at.person_id, at.kind, VersionedForm().version_read())
    except Refusal as refusal:
        return invalid("assessment/finish.html", refusal.status, **_looked_over(_as_now(at)), refused=refusal.sentence)
    return see_other(url_for("assessment.results", done="finished"))


@assessment.get("/self-assessment/<sitting>/erase")
@requires_on(policy.SIT, _sitting)
def erasing(at: SittingAt) -> Answer:
    """What erasing means, before it is asked for."""
    if at.sat is None:
        return see_other(url_for("assessment.index"))
    return page("assessment/erase.html", at=at, sat=at.sat, form=EraseForm(None, sat=at.sat.id))


@assessment.post("/self-assessment/<sitting>/erase")
@requires_on(policy.SIT, _sitting)
def erase(at: SittingAt) -> Answer:
    with transaction():
        service.erase(at.person_id, EraseForm().value())
    return see_other(url_for("assessment.index", done="erased"))


@assessment.get("/self-assessment/results")
@requires(SIGNED_IN)
def results() -> Answer:
    sittings = service.read(signed_in().id)
    if not sittings.finished:
        return see_other(url_for("assessment.index"))
    reckoned = service.reckon(sittings)
    return page("assessment/results.html", reckoned=reckoned, sittings=sittings, done=done_sentence(DONE))


@assessment.get("/self-assessment/answers/<strand>")
@requires_on(policy.SIT, _strand)
def answers(seen: StrandAt) -> Answer:
    """Both answers to each situation of a strand, and the reason of every option: once the second is finished."""
    if len(seen.sittings.finished) < len(SittingKind):
        return see_other(url_for("assessment.index"))
    before, after = seen.sittings.finished
    return page(
        "assessment/answers.html",
        strand=seen.strand,
        sheets=[one for one in sheets(asked()) if one.dimension.strand is seen.strand],
        before=before.given,
        after=after.given,
        sure=SURE,
    )


def _elsewhere(at: SittingAt) -> Response:
    """A sitting that is not to be answered now: to what it came to, or to what has to come first."""
    is_finished = at.sat is not None and at.sat.finished_at is not None
    return see_other(url_for("assessment.results" if is_finished else "assessment.index"))


def _refused(seen: SheetAt, form: SheetForm, refusal: Refusal) -> Answer:
    """The page with what was chosen, and beside it what is kept now."""
    at = _as_now(seen.at)
    form.refuse(refusal)
    form.version.data = str(at.sat.version if at.sat else 0)
    shown = _shown(SheetAt(at, seen.sheet), form)
    return invalid("assessment/sheet.html", refusal.status, **shown | {"kept": at.given})


def _as_now(at: SittingAt) -> SittingAt:
    return _sitting(signed_in(), sitting=at.kind) or at


def _looked_over(at: SittingAt) -> dict[str, Any]:
    return {"at": at, "form": VersionedForm(None, version=str(at.sat.version if at.sat else 0))}


def _shown(seen: SheetAt, form: SheetForm) -> dict[str, Any]:
    return {"at": seen.at, "sheet": seen.sheet, "form": form, "kept": None, "sure": SURE}
