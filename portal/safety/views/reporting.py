"""Reporting one's partner, or a text of theirs: written, looked at as its handler will, then sent."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from portal.kernel.access import requires_on
from portal.kernel.answers import invalid, page, see_other
from portal.kernel.form_keys import once
from portal.kernel.identity import Actor, signed_in
from portal.kernel.refusal import Refusal, Sentence
from portal.kernel.transaction import transaction
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair
from portal.pairs.service import lifecycle
from portal.safety import policy, queries, service
from portal.safety.forms import ReportForm
from portal.safety.rules import FEWEST_WORDS, Attestation, refuse_few_words
from portal.safety.service import Shown
from portal.safety.views.blueprint import Answer, safety


@dataclass(frozen=True, slots=True)
class About:
    """What a report is about: a person, or a text of theirs."""

    pair: MyPair
    shown: Shown | None = None


def _person_at(actor: Actor, *, pair: str) -> About | None:
    mine = my_pair(actor, pair=pair)
    return About(mine) if mine is not None else None


def _text_at(actor: Actor, *, pair: str, kind: str, text: str) -> About | None:
    mine = my_pair(actor, pair=pair)
    shown = service.find_text(actor, mine, kind, text) if mine is not None else None
    return About(mine, shown) if mine is not None and shown is not None else None


def _text_begun_at(actor: Actor, *, pair: str, kind: str, text: str) -> About | None:
    """The same; also for a text that was taken back since this person began their report from it."""
    mine = my_pair(actor, pair=pair)
    if mine is None:
        return None
    begun = service.proven(mine, kind, text, request.form.get("proof", ""))
    shown = service.as_it_is_now(actor, mine, begun) if begun else service.find_text(actor, mine, kind, text)
    return About(mine, shown) if shown is not None else None


@safety.get("/pairs/<pair>/report")
@requires_on(policy.REPORT, _person_at)
def report(about: About) -> Answer:
    return _form_page(about, ReportForm())


@safety.post("/pairs/<pair>/report")
@requires_on(policy.REPORT, _person_at)
def send(about: About) -> Answer:
    return _received(about)


@safety.get("/pairs/<pair>/report/<kind>/<text>")
@requires_on(policy.REPORT, _text_at)
def report_text(about: About) -> Answer:
    return _form_page(about, ReportForm())


@safety.post("/pairs/<pair>/report/<kind>/<text>")
@requires_on(policy.REPORT, _text_begun_at)
def send_text(about: About) -> Answer:
    return _received(about)


def _received(about: About) -> Answer:
    """The form, by the button that was pressed: freeze, go back to it, look at it, send it."""
    form, act = ReportForm(), request.form.get("act", "look")
    form.offer(queries.handlers_for(about.pair))
    if act == "freeze":
        return _freeze(about, form)
    if act == "change":
        return _form_page(about, form)
    if not form.validate():
        return invalid("safety/report.html", **_shown(about, form))
    try:
        refuse_few_words(form.value().excerpt, about.shown.text if about.shown else None)
    except Refusal as refusal:
        return _refused(about, form, refusal)
    attestation = service.attestation_of(form.value().excerpt, about.shown)
    if act != "send" or form.attested.data != _word(attestation):
        return _preview(about, form, attestation)
    return _send(about, form)


def _freeze(about: About, form: ReportForm) -> Answer:
    try:
        with transaction():
            lifecycle.freeze(about.pair)
    except Refusal as refusal:
        return invalid("safety/report.html", refusal.status, **_shown(about, form, refusal.sentence))
    return _form_page(About(my_pair(signed_in(), pair=about.pair.id) or about.pair, about.shown), form)


def _send(about: About, form: ReportForm) -> Answer:
    def sent() -> str:
        made = service.send(signed_in(), about.pair, about.shown, form.value())
        return url_for("safety.show", report=made, done="sent")

    try:
        with transaction():
            address = once(form, sent)
    except Refusal as refusal:
        return _refused(about, form, refusal)
    return see_other(address)


def _refused(about: About, form: ReportForm, refusal: Refusal) -> Answer:
    form.refuse(refusal)
    return invalid("safety/report.html", refusal.status, **_shown(about, form))


def _preview(about: About, form: ReportForm, attestation: Attestation) -> str:
    """Exactly what its handler will read. `attested` goes along, so that nothing else is sent than what was shown."""
    form.attested.data = _word(attestation)
    if about.shown is not None:
        form.proof.data = service.prove(about.pair, about.shown, form.value().excerpt, attestation)
    chosen = next(one for one in queries.handlers_for(about.pair) if one.id == form.handler.data)
    return page("safety/preview.html", about=about, pair=about.pair, form=form, attestation=attestation, handler=chosen)


def _form_page(about: About, form: ReportForm) -> str:
    return page("safety/report.html", **_shown(about, form))


def _shown(about: About, form: ReportForm, refused: Sentence | None = None) -> dict[str, Any]:
    handlers = queries.handlers_for(about.pair)
    form.offer(handlers)
    if about.shown is not None:
        form.proof.data = service.prove(about.pair, about.shown)
    return {
        "about": about,
        "pair": about.pair,
        "form": form,
        "handlers": handlers,
        "refused": refused,
        "fewest_words": FEWEST_WORDS,
    }


def _word(attestation: Attestation) -> str:
    return "yes" if attestation.attested_at else "no"
