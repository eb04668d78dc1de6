"""What I heard, its answer, and plain replies."""

from werkzeug.wrappers import Response

from portal.journal import policy, service
from portal.journal.forms import AdditionForm, ClarificationForm, ConfirmForm, HearingForm, ReplyForm
from portal.journal.queries import ExchangeFound, HearingFound
from portal.journal.views.blueprint import journal
from portal.journal.views.desk import carry_out
from portal.journal.views.subjects import exchange_at, hearing_at
from portal.kernel.access import requires_on


@journal.post("/pairs/<pair>/journal/<reflection>/hearing")
@requires_on(policy.HEAR, exchange_at)
def hear(found: ExchangeFound) -> Response | tuple[str, int]:
    form = HearingForm()

    def offer() -> None:
        service.offer_hearing(found.pair, found.reflection, form.value(), sure=bool(form.sure.data))

    return carry_out(found, offer, "heard", form)


@journal.post("/pairs/<pair>/journal/<reflection>/hearing/<hearing>/confirm")
@requires_on(policy.ANSWER, hearing_at)
def confirm(asked: HearingFound) -> Response | tuple[str, int]:
    found, better = asked.exchange, bool(ConfirmForm().better.data)

    def say_yes() -> None:
        service.answer_hearing(found.pair, found.reflection, asked.hearing_id, None, better=better)

    return carry_out(found, say_yes, "confirmed")


@journal.post("/pairs/<pair>/journal/<reflection>/hearing/<hearing>/clarify")
@requires_on(policy.ANSWER, hearing_at)
def clarify(asked: HearingFound) -> Response | tuple[str, int]:
    found, form = asked.exchange, ClarificationForm()

    def say_what_was_meant() -> None:
        service.answer_hearing(found.pair, found.reflection, asked.hearing_id, form.value())

    return carry_out(found, say_what_was_meant, "clarified", form)


@journal.post("/pairs/<pair>/journal/<reflection>/reply")
@requires_on(policy.REPLY, exchange_at)
def reply(found: ExchangeFound) -> Response | tuple[str, int]:
    form = ReplyForm()

    def send() -> None:
        service.reply(found.pair, found.reflection, form.value())

    return carry_out(found, send, "replied", form)


@journal.post("/pairs/<pair>/journal/<reflection>/leave")
@requires_on(policy.REPLY, exchange_at)
def leave(found: ExchangeFound) -> Response | tuple[str, int]:
    return carry_out(found, lambda: service.leave_it(found.pair, found.reflection), "left")


@journal.post("/pairs/<pair>/journal/<reflection>/in-person")
@requires_on(policy.REPLY, exchange_at)
def talk_in_person(found: ExchangeFound) -> Response | tuple[str, int]:
    return carry_out(found, lambda: service.talk_in_person(found.pair, found.reflection), "in-person")


@journal.post("/pairs/<pair>/journal/<reflection>/advice")
@requires_on(policy.CHANGE, exchange_at)
def ask_advice(found: ExchangeFound) -> Response | tuple[str, int]:
    return carry_out(found, lambda: service.ask_advice(found.pair, found.reflection), "advice")


@journal.post("/pairs/<pair>/journal/<reflection>/add")
@requires_on(policy.CHANGE, exchange_at)
def add(found: ExchangeFound) -> Response | tuple[str, int]:
    form = AdditionForm()

    def say_more() -> None:
        service.add(found.pair, found.reflection, form.value())

    return carry_out(found, say_more, "added", form)


@journal.post("/pairs/<pair>/journal/<reflection>/more")
@requires_on(policy.CHANGE, exchange_at)
def wish_more(found: ExchangeFound) -> Response | tuple[str, int]:
    """Said from one's own, fuller text."""
    return carry_out(found, lambda: service.wish_more(found.pair, found.reflection.id), "wished")
