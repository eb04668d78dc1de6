"""What one offers and seeks, one's profile, and the profile of one's partner."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from portal.assessment import service as sittings
from portal.assessment.rules import points_by_dimension
from portal.assessment.service import Sat
from portal.curriculum.rules import Dimension
from portal.curriculum.service import assessment
from portal.kernel.access import SIGNED_IN, requires, requires_on
from portal.kernel.answers import done_sentence, invalid, page, see_other
from portal.kernel.i18n import _l
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.matching import policy, queries, service
from portal.matching.forms import LevelsForm, OffersForm
from portal.matching.rules import proposal
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair

matching = Blueprint("matching", __name__)

Answer = Response | str | tuple[str, int]

DONE = {
    "said": _l("What you offer and seek is saved."),
    "shown": _l("Your profile shows these levels to your partner."),
    "taken-down": _l("Your profile shows no level any more."),
}


@matching.get("/account/offers")
@requires(SIGNED_IN)
def offers() -> str:
    """What was saved; where nothing was, what the last finished sitting proposes."""
    form, asked = _offers_form()
    person_id = signed_in().id
    kept, points = queries.said_by(person_id), _points(person_id)
    form.fill((kept.said if kept.version else proposal(points)).known(_by_key(asked)), kept.version)
    return page("matching/offers.html", form=form, dimensions=asked, points=points, is_saved=kept.version > 0)


@matching.post("/account/offers")
@requires(SIGNED_IN)
def save_offers() -> Answer:
    form, asked = _offers_form()
    person_id = signed_in().id
    shown: dict[str, Any] = {"form": form, "dimensions": asked, "points": _points(person_id)}
    if not form.validate():
        return invalid("matching/offers.html", **shown, is_saved=True)
    try:
        with transaction():
            service.say(person_id, form.value(), form.version_read())
    except Refusal as refusal:
        kept = queries.said_by(person_id)
        form.refuse(refusal)
        form.version.data = str(kept.version)
        return invalid("matching/offers.html", refusal.status, **shown, is_saved=True, kept=kept.said)
    return see_other(url_for("matching.profile", done="said"))


@matching.get("/account/profile")
@requires(SIGNED_IN)
def profile() -> str:
    """As the partner sees it, with what can be changed in it."""
    return page("matching/profile.html", **_own(), done=done_sentence(DONE))


@matching.post("/account/profile/levels")
@requires(SIGNED_IN)
def show_levels() -> Answer:
    shown = _own()
    form, sat = LevelsForm(), shown["sat"]
    form.strands.choices = shown["form"].strands.choices
    if not form.validate():
        return invalid("matching/profile.html", **shown | {"form": form})
    if sat is None or sat.id != form.sitting.data:
        form.refuse(Refusal(_l("Your results changed in the meantime. Look at these levels first, then choose again.")))
        form.sitting.data = sat.id if sat else ""
        return invalid("matching/profile.html", 409, **shown | {"form": form})
    bands = {result.strand: result.band for result in shown["scored"]}
    levels = {strand: bands[strand] for strand in form.value()}
    try:
        with transaction():
            service.show_levels(signed_in().id, sat.id, levels, form.version_read())
    except Refusal as refusal:
        shown = _own()
        form.refuse(refusal)
        form.version.data = shown["form"].version.data
        return invalid("matching/profile.html", refusal.status, **shown | {"form": form})
    return see_other(url_for("matching.profile", done="shown" if levels else "taken-down"))


@matching.post("/account/profile/levels/remove")
@requires(SIGNED_IN)
def take_levels_down() -> Answer:
    with transaction():
        service.take_levels_down(signed_in().id)
    return see_other(url_for("matching.profile", done="taken-down"))


@matching.get("/pairs/<pair>/partner")
@requires_on(policy.SEE_PARTNER, my_pair)
def partner(pair: MyPair) -> str:
    return page(
        "matching/partner.html",
        pair=pair,
        profile=service.profile_of(pair.partner.id),
        dimensions=assessment().dimensions,
    )


def _offers_form() -> tuple[OffersForm, tuple[Dimension, ...]]:
    form, asked = OffersForm(), assessment().dimensions
    form.about(asked)
    return form, asked


def _points(person_id: str) -> Mapping[str, int]:
    """What the last finished sitting came to; nothing where there is none."""
    return points_by_dimension(sittings.reckon(sittings.read(person_id)).latest)


def _by_key(dimensions: tuple[Dimension, ...]) -> Mapping[str, Dimension]:
    return {one.key: one for one in dimensions}


def _own() -> dict[str, Any]:
    """One's own profile, and the levels that could be on it."""
    person_id = signed_in().id
    sat: Sat | None
    mine = sittings.read(person_id)
    reckoned = sittings.reckon(mine)
    sat = mine.finished[-1] if mine.finished else None
    scored = [result for result in reckoned.latest if result.is_scored]
    seen = service.profile_of(person_id)
    form = LevelsForm(
        None,
        sitting=sat.id if sat else "",
        strands=[str(strand) for strand in seen.levels],
        version=str(queries.version_of_levels(person_id)),
    )
    form.about(result.strand for result in scored)
    return {
        "profile": seen,
        "form": form,
        "sat": sat,
        "scored": scored,
        "dimensions": reckoned.assessment.dimensions,
    }
