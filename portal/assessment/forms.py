"""What somebody answers on one page of a sitting: for each situation an option, and how sure of it."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from wtforms import HiddenField, RadioField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Optional

from portal.assessment.rules import CONFIDENCES, SURE, Given, Sheet, SittingKind, shuffled
from portal.curriculum.rules import Situation
from portal.kernel.forms import PortalForm, VersionedForm
from portal.kernel.i18n import _, _l, current_language

LEFT_OUT = ""


class SheetForm(VersionedForm):
    """Made by `sheet_form`, which adds the fields of the situations. `act`: where to go from here."""

    act = StringField(default="on")
    keys: Sequence[str] = ()

    def value(self) -> Mapping[str, Given]:
        return {key: self._given(key) for key in self.keys}

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Whoever answers also says how sure they are; of what is left out, nothing is kept."""
        valid = super().validate(extra_validators)
        for key in self.keys:
            option, sure = self[answer_name(key)], self[sure_name(key)]
            if option.data and not option.errors and not sure.data and not sure.errors:
                sure.errors = [_("Say also how sure you are of this answer.")]
                valid = False
        return valid

    def _given(self, key: str) -> Given:
        option = str(self[answer_name(key)].data or LEFT_OUT)
        return Given(option, int(self[sure_name(key)].data)) if option != LEFT_OUT else Given()


class EraseForm(PortalForm):
    """`sat`: the sitting that was on the page, by its id. Pressed twice, no other goes in its place."""

    sat = HiddenField()

    def value(self) -> str:
        return str(self.sat.data or "")


def answer_name(key: str) -> str:
    return f"answer-{key}"


def sure_name(key: str) -> str:
    return f"sure-{key}"


def sheet_form(
    sheet: Sheet, person_id: str, kind: SittingKind, given: Mapping[str, Given] | None = None, version: int = 0
) -> SheetForm:
    """The form of a page: as it was sent or, with what is `given` so far, as it is kept."""
    fields: dict[str, Any] = {"keys": tuple(situation.key for situation in sheet.situations)}
    for situation in sheet.situations:
        fields |= _fields(situation, person_id, kind)
    form = cast("type[SheetForm]", type("SheetForm", (SheetForm,), fields))
    if given is None:
        return form()
    kept = {key: given[key] for key in fields["keys"] if key in given}
    answers = {answer_name(key): one.option for key, one in kept.items()}
    sure = {sure_name(key): str(one.confidence) for key, one in kept.items()}
    return form(None, data={**answers, **sure, "version": str(version)})


def _fields(situation: Situation, person_id: str, kind: SittingKind) -> Mapping[str, RadioField]:
    language = current_language()
    options = [SelectChoice(option.key, option.texts[language]) for option in shuffled(situation, person_id, kind)]
    sure = [SelectChoice(str(confidence), str(SURE[confidence])) for confidence in CONFIDENCES]
    return {
        answer_name(situation.key): RadioField(
            situation.texts[language],
            choices=[*options, SelectChoice(LEFT_OUT, _("Leave this one out for now"))],
            default=LEFT_OUT,
        ),
        sure_name(situation.key): RadioField(
            _l("If asked again tomorrow, would you give the same answer?"), choices=sure, validators=[Optional()]
        ),
    }
