"""What people write in a report, and in its answer."""

from collections.abc import Sequence

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from portal.kernel.forms import KeyedForm, PortalForm, at_most, one_line_end
from portal.kernel.i18n import _l
from portal.safety.rules import LONGEST_WORDS, Draft, Handler

_short_enough = at_most(LONGEST_WORDS)


class HandlerForm(KeyedForm):
    handler = RadioField(_l("Who will handle it"), validators=[InputRequired(_l("Choose somebody on the list."))])

    def offer(self, handlers: Sequence[Handler]) -> None:
        """The first on the list unless another was chosen."""
        self.handler.choices = [(one.id, str(one.name)) for one in handlers]
        if not self.handler.data and handlers:
            self.handler.data = handlers[0].id


class ReportForm(HandlerForm):
    """`attested`: what the preview said of the excerpt. `proof`: what service.proving makes of the text."""

    attested = HiddenField()
    proof = HiddenField()
    words = TextAreaField(
        _l("What happened"),
        filters=[one_line_end],
        validators=[DataRequired(_l("Say in a sentence what happened.")), _short_enough],
    )
    excerpt = TextAreaField(_l("The sentences you want to show"), filters=[one_line_end], validators=[_short_enough])

    def value(self) -> Draft:
        return Draft(str(self.handler.data), str(self.words.data), str(self.excerpt.data or ""))


class AnswerForm(PortalForm):
    answer = TextAreaField(
        _l("What becomes of it"),
        filters=[one_line_end],
        validators=[DataRequired(_l("Say in a sentence what becomes of it.")), _short_enough],
    )
