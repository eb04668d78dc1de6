"""The remarks that one left, with their answers."""

from flask import url_for

from portal.kernel.access import SIGNED_IN, requires, requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.i18n import _l, current_language
from portal.kernel.identity import signed_in
from portal.kernel.transaction import transaction
from portal.remarks import queries, service
from portal.remarks.policy import WITHDRAW
from portal.remarks.queries import RemarkSeen
from portal.remarks.views.blueprint import Answer, remarks

DONE = {
    "sent": _l("Your remark is sent. You will find its answer on this page, and an email will tell you."),
    "withdrawn": _l("Your remark is withdrawn: its words and its answer are erased."),
}


@remarks.get("/account/remarks")
@requires(SIGNED_IN)
def mine() -> str:
    found = queries.my_remarks(signed_in().id, current_language())
    return page("remarks/mine.html", remarks=service.read_all(found), done=done_sentence(DONE))


@remarks.post("/account/remarks/<remark>/withdraw")
@requires_on(WITHDRAW, queries.my_remark)
def withdraw(remark: RemarkSeen) -> Answer:
    with transaction():
        service.withdraw(remark)
    return see_other(url_for("remarks.mine", done="withdrawn"))
