"""What somebody sends about what they offer and seek, and about the levels on their profile."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import HiddenField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Length

from portal.curriculum.rules import Dimension, Strand
from portal.kernel.forms import MultiCheckboxField, VersionedForm
from portal.kernel.i18n import _, _l, current_language
from portal.matching.rules import MOST, GiveAndTake

RANKS = (_l("Most of all"), _l("Second"), _l("Third"), _l("Fourth"), _l("Fifth"))


class OffersForm(VersionedForm):
    """Offers are ticked; what is sought is chosen one after the other, so that its order needs no script."""

    offers = MultiCheckboxField(_l("What I offer"))
    seek_1 = SelectField(RANKS[0], default="")
    seek_2 = SelectField(RANKS[1], default="")
    seek_3 = SelectField(RANKS[2], default="")
    seek_4 = SelectField(RANKS[3], default="")
    seek_5 = SelectField(RANKS[4], default="")

    @property
    def seeks(self) -> Sequence[SelectField]:
        return [self[f"seek_{rank}"] for rank in range(1, MOST + 1)]

    def about(self, dimensions: Sequence[Dimension]) -> None:
        language = current_language()
        choices = [SelectChoice(one.key, one.names[language], optgroup=str(one.strand.named)) for one in dimensions]
        self.offers.choices = [SelectChoice(one.key, one.names[language]) for one in dimensions]
        for field in self.seeks:
            field.choices = [SelectChoice("", _("Nothing")), *choices]

    def fill(self, said: GiveAndTake, version: int) -> None:
        self.offers.data = list(said.offers)
        for field, key in zip(self.seeks, [*said.seeks, *[""] * MOST], strict=False):
            field.data = key
        self.version.data = str(version)

    def value(self) -> GiveAndTake:
        sought = (str(field.data or "") for field in self.seeks)
        return GiveAndTake(tuple(self.offers.data or ()), tuple(key for key in sought if key))

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        valid = super().validate(extra_validators)
        return valid and all(self._fits(self.value()))

    def _fits(self, said: GiveAndTake) -> Sequence[bool]:
        """Each wrong thing is told beside the field that can mend it."""
        wrong = (
            (len(said.offers) > MOST, self.offers, _l("Choose five at most: a short list says more.")),
            (said.in_both, self.offers, _l("You offer and seek the same dimension: keep it on one side.")),
            (said.seeks_twice, self.seeks[0], _l("You chose a dimension twice: each has one place.")),
        )
        for is_wrong, field, sentence in wrong:
            if is_wrong:
                field.errors = [*field.errors, sentence]
        return [not field.errors for field in (self.offers, self.seeks[0])]


class LevelsForm(VersionedForm):
    """`sitting`: the one whose levels were on the page."""

    sitting = HiddenField(validators=[Length(max=40)])
    strands = MultiCheckboxField(_l("The strands whose level my partner may see"))

    def about(self, strands: Iterable[Strand]) -> None:
        self.strands.choices = [SelectChoice(str(strand), str(strand.named)) for strand in strands]

    def value(self) -> list[Strand]:
        return [Strand(one) for one in self.strands.data or ()]
