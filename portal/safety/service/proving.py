"""What the pages of a report carry along, sealed for who reports: the text was open to them, and said these words.

The author may take the text back, or delete their account, before the report is sent: it is sent all the same, and
what the portal attested when it was looked at stays attested. Nothing is stored, and no word of the text is in it.
"""

import json
from datetime import datetime

from portal.kernel import secrecy
from portal.pairs.rules import MyPair
from portal.safety.rules import Attestation, Found, fingerprint
from portal.safety.service.showing import SHOWABLE, Shown


def prove(pair: MyPair, shown: Shown, excerpt: str = "", attestation: Attestation | None = None) -> str:
    """For the form. `attestation`: what was just settled of the excerpt; without it, what was found before stands."""
    found = shown.found
    if attestation is not None and attestation.attested_at is not None:
        found = Found(fingerprint(excerpt), attestation.attested_at)
    told = [pair.id, shown.kind, shown.id, shown.opened_at.isoformat()]
    if found is not None:
        told += [found.fingerprint, found.at.isoformat()]
    return secrecy.seal_for(_reporter(pair), json.dumps(told).encode())


def proven(pair: MyPair, kind: str, text_id: str, proof: str) -> Shown | None:
    """The text that this person began their report from, without its words; None unless the portal said so to them."""
    plain = secrecy.unseal_for(_reporter(pair), proof)
    told: list[str] = json.loads(plain) if plain else []
    if kind not in SHOWABLE or told[:3] != [pair.id, kind, text_id]:
        return None
    opened_at, *found = told[3:]
    return Shown(
        kind,
        text_id,
        datetime.fromisoformat(opened_at),
        None,
        Found(found[0], datetime.fromisoformat(found[1])) if found else None,
    )


def _reporter(pair: MyPair) -> str:
    """Nothing else that is sealed for the same person opens as a proof."""
    return f"report:{pair.me.id}"
