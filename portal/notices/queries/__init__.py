"""Named statements about notices."""

from portal.notices.queries.notices import UNREAD, MyNotice, NoticeSeen, my_notice, notices_of, to_mail
from portal.notices.queries.readers import Reader, kept_choices, reader, salt_of, told_in, two_of
from portal.notices.queries.waiting import lapsed_pairs, reminded_in, sealed_alone, texts_beside

__all__ = [
    "UNREAD",
    "MyNotice",
    "NoticeSeen",
    "Reader",
    "kept_choices",
    "lapsed_pairs",
    "my_notice",
    "notices_of",
    "reader",
    "reminded_in",
    "salt_of",
    "sealed_alone",
    "texts_beside",
    "to_mail",
    "told_in",
    "two_of",
]
