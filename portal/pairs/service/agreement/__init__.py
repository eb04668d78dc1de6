"""The agreement: each fills it in apart, then one text is proposed and signed by both."""

from portal.pairs.service.agreement.reading import AgreementSeen, AgreementState, read_agreement
from portal.pairs.service.agreement.showing import find_open_sheet, find_proposed_text
from portal.pairs.service.agreement.writing import (
    NewerText,
    SheetChanged,
    SheetsAreOpen,
    propose_text,
    save_sheet,
    sign,
)

__all__ = [
    "AgreementSeen",
    "AgreementState",
    "NewerText",
    "SheetChanged",
    "SheetsAreOpen",
    "find_open_sheet",
    "find_proposed_text",
    "propose_text",
    "read_agreement",
    "save_sheet",
    "sign",
]
