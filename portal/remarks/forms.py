"""What a reader writes about a lesson, and what they are answered."""

from collections.abc import Sequence

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired

from portal.curriculum.rules import Step
from portal.kernel.forms import KeyedForm, PortalForm, at_most, one_line_end
from portal.kernel.i18n import _, _l
from portal.remarks.rules import LONGEST_WORDS, NewRemark

WHOLE = ""
NAMED, UNNAMED = "named", "unnamed"


class RemarkForm(KeyedForm):
    step = SelectField(_l("About"), default=WHOLE)
    words = TextAreaField(
        _l("Your remark"),
        filters=[one_line_end],
        validators=[DataRequired(_l("Say in a sentence what you noticed.")), at_most(LONGEST_WORDS)],
    )
    signed = RadioField(
        _l("Your name"),
        choices=[SelectChoice(NAMED, _l("With my name")), SelectChoice(UNNAMED, _l("Without my name"))],
        default=NAMED,
    )

    def offer(self, steps: Sequence[Step]) -> None:
        """The whole lesson, or one of its steps."""
        whole = SelectChoice(WHOLE, _("The whole lesson"))
        self.step.choices = [whole, *(SelectChoice(step.key, _called(step)) for step in steps)]

    def value(self) -> NewRemark:
        return NewRemark(str(self.words.data), self.step.data or None, self.signed.data == NAMED)


class AnswerForm(PortalForm):
    answer = TextAreaField(
        _l("Your answer"),
        filters=[one_line_end],
        validators=[DataRequired(_l("Say in a sentence what you answer.")), at_most(LONGEST_WORDS)],
    )


def _called(step: Step) -> str:
    """« Lire : Deux sens »."""
    return f"{step.kind.named}{_(':')} {step.title}" if step.title else str(step.kind.named)
