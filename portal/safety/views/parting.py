"""Blocking somebody, lifting it, and leaving a programme."""

from flask import url_for

from portal.kernel.access import SIGNED_IN, requires, requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.i18n import _l
from portal.kernel.identity import signed_in
from portal.kernel.transaction import transaction
from portal.pairs.queries import my_blocks, my_pair, my_partner
from portal.pairs.rules import MyPair, PairPersonSeen
from portal.pairs.service import blocks, leaving
from portal.programs.queries import MyProgram, my_program, my_programs
from portal.safety import policy
from portal.safety.views.blueprint import Answer, safety

DONE = {
    "blocked": _l(
        "Your pair is closed, and the two of you cannot be paired again unless you lift the block. "
        "Nothing tells the other person that you blocked them."
    ),
    "unblocked": _l("The block is lifted. What was closed stays closed."),
    "left": _l("You have left the programme, and your pairs there are closed. Your journals stay yours."),
}


@safety.get("/account/safety")
@requires(SIGNED_IN)
def account() -> str:
    actor = signed_in()
    return page("safety/account.html", blocked=my_blocks(actor), programs=my_programs(actor), done=done_sentence(DONE))


@safety.get("/pairs/<pair>/block")
@requires_on(policy.BLOCK, my_pair)
def blocking(pair: MyPair) -> str:
    """What blocking means, before it is asked for."""
    return page("safety/block.html", pair=pair)


@safety.post("/pairs/<pair>/block")
@requires_on(policy.BLOCK, my_pair)
def block(pair: MyPair) -> Answer:
    with transaction():
        leaving.block_partner(pair)
    return see_other(url_for("safety.account", done="blocked"))


@safety.post("/account/blocks/<person>/lift")
@requires_on(policy.UNBLOCK, my_partner)
def unblock(partner: PairPersonSeen) -> Answer:
    """Pressed again, it finds no block, and answers alike."""
    with transaction():
        blocks.unblock(signed_in().id, partner.id)
    return see_other(url_for("safety.account", done="unblocked"))


@safety.get("/account/programs/<program>/leave")
@requires_on(policy.LEAVE, my_program)
def leaving_program(program: MyProgram) -> Answer:
    """What leaving means, before it is asked for."""
    if program.left_at is not None:
        return see_other(url_for("safety.account"))
    return page("safety/leave.html", program=program)


@safety.post("/account/programs/<program>/leave")
@requires_on(policy.LEAVE, my_program)
def leave_program(program: MyProgram) -> Answer:
    with transaction():
        leaving.leave_program(signed_in().id, program.id)
    return see_other(url_for("safety.account", done="left"))
