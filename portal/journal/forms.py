"""What people write in their journal: drafts that are kept as they are typed, and words that are handed over."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired

from portal.curriculum.rules import CardKind, CardText
from portal.journal.rules import LONGEST_ANSWER, LONGEST_TEXT, SCALE, CardWords, in_words, picked
from portal.kernel.database import is_id
from portal.kernel.forms import KeyedForm, PortalForm, VersionedForm, at_most, one_line_end, plain_text
from portal.kernel.i18n import _l

draft_fits = at_most(
    LONGEST_TEXT,
    _l("This is longer than the journal takes: keep it to %(max)s characters or fewer.", max=LONGEST_TEXT),
)


def draft_field(label: Any) -> TextAreaField:
    """Kept to the letter, blanks and all; line ends count once, as they do in the browser."""
    return TextAreaField(
        label,
        filters=[lambda text: (text or "").replace("\r\n", "\n")],
        validators=[draft_fits, plain_text],
    )


def _words(label: Any, missing: Any, field_id: str) -> TextAreaField:
    return TextAreaField(
        label,
        id=field_id,
        filters=[one_line_end],
        validators=[DataRequired(missing), at_most(LONGEST_TEXT), plain_text],
    )


class DraftForm(VersionedForm):
    """A text that is kept while it is written."""

    text: TextAreaField

    def value(self) -> tuple[str, int]:
        """The text, and the version that it was made from."""
        return str(self.text.data or ""), self.version_read()


class EntryForm(DraftForm, KeyedForm):
    """`key` is the id of the entry from the first saving on: however often it is saved, there is one."""

    text = draft_field(_l("Your note"))


class MomentForm(DraftForm, KeyedForm):
    """`key` is the id of a text that is new; `about`, that of a text in the exchange it belongs to."""

    about = HiddenField()
    text = draft_field(_l("Your reflection"))

    def about_sent(self) -> str | None:
        sent = str(self.about.data or "")
        return sent if is_id(sent) else None


class CardForm(VersionedForm):
    """What one answers for oneself, and what one thinks that the other answers."""

    answer: Any
    prediction: Any

    def words(self) -> CardWords:
        return CardWords(str(self.answer.data or ""), str(self.prediction.data or ""))

    def show(self, words: CardWords) -> None:
        self.answer.data, self.prediction.data = words.answer, words.prediction

    def written(self) -> str:
        return self.words().as_text


def _few_words(label: Any) -> TextAreaField:
    return TextAreaField(label, validators=[at_most(LONGEST_ANSWER), plain_text])


class WrittenCardForm(CardForm):
    answer = _few_words(_l("Your answer"))
    prediction = _few_words(_l("Your prediction"))


class PickedCardForm(CardForm):
    """On a scale, or among choices: each is sent by its number."""

    answer = RadioField(_l("Your answer"), validate_choice=False)
    prediction = RadioField(_l("Your prediction"), validate_choice=False)

    def __init__(self, kind: CardKind, text: CardText, **sent: Any) -> None:
        super().__init__(**sent)
        is_scale = kind is CardKind.SCALE
        self._choices: Mapping[str, str] = {} if is_scale else text.choices
        labels = _scale_labels(text.choices) if is_scale else text.choices
        for field in (self.answer, self.prediction):
            field.choices = list(labels.items())
            if field.data not in labels:
                field.data = None

    def words(self) -> CardWords:
        """A number that is no choice was not chosen."""
        return CardWords(*(self._in_words(field.data) for field in (self.answer, self.prediction)))

    def show(self, words: CardWords) -> None:
        for field, one in ((self.answer, words.answer), (self.prediction, words.prediction)):
            field.data = picked(one)

    def _in_words(self, number: str | None) -> str:
        return in_words(number, self._choices) if number else ""


def _scale_labels(ends: Mapping[str, str]) -> Mapping[str, str]:
    return {number: f"{number}. {ends[number]}" if number in ends else number for number in map(str, SCALE)}


def card_form(kind: CardKind, text: CardText, **sent: Any) -> CardForm:
    """Of a card of this kind. `formdata=None`: with nothing of what was sent."""
    return WrittenCardForm(**sent) if kind is CardKind.OPEN else PickedCardForm(kind, text, **sent)


class WordsForm(PortalForm):
    """A text for the partner."""

    text: TextAreaField

    def value(self) -> str:
        return str(self.text.data)


class HearingForm(WordsForm, KeyedForm):
    """`sure` comes with a text that was hinted to be a near copy: sent again, it is handed over."""

    sure = HiddenField()
    text = _words(_l("What I heard"), _l("Say in a sentence what you heard."), "hearing-text")


class ClarificationForm(WordsForm):
    text = _words(_l("Not quite. Here is what I meant."), _l("Say in a sentence what you meant."), "clarification-text")


class ConfirmForm(PortalForm):
    better = BooleanField(_l("You said it better than I did"))


class AdditionForm(WordsForm, KeyedForm):
    text = _words(_l("What I add"), _l("Write something before you add it."), "addition-text")


class ReplyForm(WordsForm, KeyedForm):
    text = _words(_l("Your reply"), _l("Write something before you send it."), "reply-text")

    def stand_under(self, reflection_id: str) -> None:
        """A page may hold one under each of the two texts."""
        self.text.id = self.text.label.field_id = f"reply-{reflection_id}"
