"""Who may do what with a remark. Whose it is, and who answers for its module, is settled by what loads it."""

from portal.kernel.access import found

REMARK = found("leave a remark on a lesson that one reads")
WITHDRAW = found("withdraw a remark of one's own")
SEE_REMARKS = found("read the remarks on a module that one answers for")
ANSWER = found("answer a remark on a module that one answers for")
