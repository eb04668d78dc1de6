"""How levels and confidence are called, wherever a person reads them."""

from collections.abc import Mapping

from portal.assessment.rules.scoring import Band
from portal.kernel.i18n import _l
from portal.kernel.refusal import Sentence

BANDS: Mapping[Band, Sentence] = {
    Band.EXPLORE: _l("To explore"),
    Band.ON_THE_WAY: _l("On the way"),
    Band.SOLID: _l("Solid"),
    Band.GUIDE: _l("Ready to guide"),
}

SURE: Mapping[int, Sentence] = {1: _l("I hesitate"), 2: _l("Probably"), 3: _l("Yes")}
"""The answers to “would you give the same answer tomorrow?”."""
