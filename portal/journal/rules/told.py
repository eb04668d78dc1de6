"""What a page tells that an act did: as long as it is so, however late somebody looks at the page again."""

from collections.abc import Mapping

from portal.journal.rules.reflection import ReflectionState
from portal.kernel.refusal import Sentence

_SAYS = {
    "sealed": ReflectionState.SEALED,
    "letter-sealed": ReflectionState.SEALED,
    "taken-back": ReflectionState.DRAFT,
    "after-all": ReflectionState.DRAFT,
    "passed": ReflectionState.PASSED,
    "letter-passed": ReflectionState.PASSED,
    "kept": ReflectionState.KEPT,
}


def still_so(told: Mapping[str, Sentence], state: ReflectionState | None) -> Mapping[str, Sentence]:
    """Of these sentences, those that do not belie the `state` of one's own text; None where there is none."""
    return {word: sentence for word, sentence in told.items() if _SAYS.get(word, state) is state}
