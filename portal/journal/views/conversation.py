"""What I heard, its answer, and plain replies."""

from werkzeug.wrappers import Response

from portal.journal import policy, service
from portal.journal.forms import ClarificationForm, HearingForm, ReplyForm
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
        service.offer_hearing(found.pair, found.reflection, form.key_read(), form.value())

    return carry_out(found, offer, "heard", form)


@journal.post("/pairs/<pair>/journal/<reflection>/hearing/<hearing>/confirm")
@requires_on(policy.ANSWER, hearing_at)
def confirm(asked: HearingFound) -> Response | tuple[str, int]:
    found = asked.exchange

    def say_yes() -> None:
        service.answer_hearing(found.pair, found.reflection, asked.hearing_id, None)

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
        service.reply(found.pair, found.reflection, form.key_read(), form.value())

    return carry_out(found, send, "replied", form)
