"""What can be done with a remark, by who writes it and by who answers it."""

from portal.remarks.service.answering import answer, reopen, settle
from portal.remarks.service.reading import RemarkRead, read, read_all
from portal.remarks.service.writing import erase_of, send, withdraw

__all__ = ["RemarkRead", "answer", "erase_of", "read", "read_all", "reopen", "send", "settle", "withdraw"]
