"""Who may go where: every method and endpoint of the portal, and what each kind of person meets there.

What is not listed is refused: a test holds this table against the application, in both directions.
"""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    VISITOR = "visitor"
    MEMBER = "participant of the pair"
    PARTNER = "the other participant of the pair"
    FORMER = "partner of a closed pair, about that pair"
    OTHER = "participant of another pair"
    COORDINATOR = "coordinator of the programme"
    ELSEWHERE = "coordinator of another programme"
    WRITER = "instructor, an author of the module in the studio"
    INSTRUCTOR = "instructor, no author of it"
    ADMINISTRATOR = "administrator"


class Meets(StrEnum):
    IN = "comes in"
    SIGN_IN = "is sent to sign in"
    NO_DOOR = "is told that this is not for them"
    NOTHING = "finds what is not there"


Row = Mapping[Kind, Meets]


def row(inside: set[Kind], stranger: Meets, visitor: Meets = Meets.SIGN_IN) -> Row:
    """Those inside come in, a visitor and everyone else meet what is said."""
    outside = dict.fromkeys(Kind, stranger) | {Kind.VISITOR: visitor}
    return outside | dict.fromkeys(inside, Meets.IN)


EVERYONE = row(set(Kind), Meets.IN, Meets.IN)
SIGNED_IN = row(set(Kind) - {Kind.VISITOR}, Meets.IN)
THE_PAIR = row({Kind.MEMBER, Kind.PARTNER, Kind.FORMER}, Meets.NOTHING)
AUTHOR = row({Kind.MEMBER, Kind.FORMER}, Meets.NOTHING)
HEARER = row({Kind.PARTNER}, Meets.NOTHING)
OWNER = row({Kind.MEMBER}, Meets.NOTHING)
REPORTER = row({Kind.MEMBER, Kind.FORMER}, Meets.NOTHING)
HANDLER = row({Kind.ADMINISTRATOR}, Meets.NOTHING)  # who was chosen among them: see tests/safety
ITS_READERS = row({Kind.MEMBER, Kind.FORMER, Kind.ADMINISTRATOR}, Meets.NOTHING)
STUDIO_THING = row({Kind.WRITER, Kind.INSTRUCTOR}, Meets.NOTHING)
STUDIO_DOOR = row({Kind.WRITER, Kind.INSTRUCTOR}, Meets.NO_DOOR)
ITS_AUTHORS = row({Kind.WRITER}, Meets.NOTHING)
ADMIN_DOOR = row({Kind.ADMINISTRATOR}, Meets.NO_DOOR)
ADMIN_THING = row({Kind.ADMINISTRATOR}, Meets.NOTHING)

MATRIX: dict[tuple[str, str], Row] = {
    ("GET", "site.home"): EVERYONE,
    ("GET", "site.help"): EVERYONE,
    ("GET", "site.privacy"): EVERYONE,
    ("GET", "site.contact"): EVERYONE,
    ("GET", "site.robots"): EVERYONE,
    ("GET", "site.sitemap"): EVERYONE,
    ("GET", "health.alive"): EVERYONE,
    ("GET", "health.ready"): EVERYONE,
    ("POST", "language.choose"): EVERYONE,
    ("GET", "kept_mail.index"): EVERYONE,  # in the demo alone, see tests/operations
    ("GET", "kept_mail.show"): EVERYONE,
    ("GET", "catalogue.index"): EVERYONE,
    ("GET", "catalogue.module"): EVERYONE,
    ("GET", "catalogue.lesson"): EVERYONE,
    ("GET", "catalogue.picture"): EVERYONE,
    ("GET", "catalogue.cover"): EVERYONE,
    ("GET", "catalogue.module_cover"): EVERYONE,
    ("GET", "catalogue.lesson_cover"): EVERYONE,
    ("GET", "catalogue.glossary"): EVERYONE,
    ("GET", "accounts.sign_up"): EVERYONE,
    ("POST", "accounts.join"): EVERYONE,
    ("GET", "accounts.mail_sent"): EVERYONE,
    ("GET", "accounts.sign_in"): EVERYONE,
    ("POST", "accounts.enter"): EVERYONE,
    ("POST", "accounts.sign_out"): EVERYONE,
    ("GET", "accounts.reset"): EVERYONE,
    ("POST", "accounts.ask_reset"): EVERYONE,
    ("GET", "accounts.confirm"): EVERYONE,
    ("POST", "accounts.confirmed"): EVERYONE,
    ("GET", "accounts.choose_password"): EVERYONE,
    ("POST", "accounts.password_chosen"): EVERYONE,
    ("GET", "accounts.confirm_address"): EVERYONE,
    ("POST", "accounts.address_confirmed"): EVERYONE,
    ("GET", "pairs.invitation"): EVERYONE,
    ("POST", "pairs.accept"): EVERYONE,
    ("GET", "accounts.account"): SIGNED_IN,
    ("POST", "accounts.save"): SIGNED_IN,
    ("GET", "accounts.security"): SIGNED_IN,
    ("GET", "accounts.password"): SIGNED_IN,
    ("POST", "accounts.change_password"): SIGNED_IN,
    ("GET", "accounts.address"): SIGNED_IN,
    ("POST", "accounts.change_address"): SIGNED_IN,
    ("POST", "accounts.end_all"): SIGNED_IN,
    ("POST", "accounts.end_one"): OWNER,
    ("GET", "privacy.show"): SIGNED_IN,
    ("POST", "privacy.take"): SIGNED_IN,
    ("GET", "privacy.deleting"): SIGNED_IN,
    ("POST", "privacy.delete"): SIGNED_IN,
    ("GET", "privacy.journal"): THE_PAIR,
    ("POST", "privacy.take_journal"): THE_PAIR,
    ("GET", "remarks.write"): SIGNED_IN,
    ("POST", "remarks.send"): SIGNED_IN,
    ("GET", "remarks.write_in_pair"): THE_PAIR,
    ("POST", "remarks.send_in_pair"): THE_PAIR,
    ("GET", "remarks.mine"): SIGNED_IN,
    ("POST", "remarks.withdraw"): OWNER,
    ("GET", "remarks.on_module"): STUDIO_THING,
    ("GET", "remarks.show"): STUDIO_THING,
    ("POST", "remarks.answer"): STUDIO_THING,
    ("POST", "remarks.settle"): STUDIO_THING,
    ("POST", "remarks.reopen"): STUDIO_THING,
    ("GET", "today.show"): SIGNED_IN,
    ("POST", "today.seen"): SIGNED_IN,
    ("GET", "pairs.index"): SIGNED_IN,
    ("GET", "pairs.new"): SIGNED_IN,
    ("POST", "pairs.invite"): SIGNED_IN,
    ("GET", "pairs.sent"): OWNER,
    ("POST", "pairs.revoke"): OWNER,
    ("GET", "learning.workspace"): THE_PAIR,
    ("GET", "learning.agendas"): THE_PAIR,
    ("GET", "learning.agenda"): THE_PAIR,
    ("GET", "learning.ritual"): THE_PAIR,
    ("GET", "learning.lesson"): THE_PAIR,
    ("POST", "learning.do_step"): THE_PAIR,
    ("POST", "learning.undo_step"): THE_PAIR,
    ("POST", "learning.erase_note"): THE_PAIR,
    ("POST", "learning.answer_check"): THE_PAIR,
    ("POST", "learning.swap_roles"): THE_PAIR,
    ("GET", "learning.newer"): THE_PAIR,
    ("POST", "learning.take_newer"): THE_PAIR,
    ("POST", "learning.write_reflection"): THE_PAIR,
    ("GET", "pairs.roles"): THE_PAIR,
    ("POST", "pairs.propose_roles"): THE_PAIR,
    ("POST", "pairs.agree_on_roles"): THE_PAIR,
    ("GET", "pairs.agreement"): THE_PAIR,
    ("POST", "pairs.save_sheet"): THE_PAIR,
    ("GET", "pairs.agreement_text"): THE_PAIR,
    ("POST", "pairs.propose_agreement"): THE_PAIR,
    ("POST", "pairs.sign_agreement"): THE_PAIR,
    ("GET", "pairs.settings"): THE_PAIR,
    ("POST", "pairs.pause"): THE_PAIR,
    ("POST", "pairs.resume"): THE_PAIR,
    ("POST", "pairs.freeze"): THE_PAIR,
    ("POST", "pairs.unfreeze"): THE_PAIR,
    ("GET", "pairs.leaving"): THE_PAIR,
    ("POST", "pairs.close_now"): THE_PAIR,
    ("GET", "pairs.closing"): THE_PAIR,
    ("POST", "pairs.close"): THE_PAIR,
    ("POST", "pairs.finish"): THE_PAIR,
    ("POST", "pairs.go_on"): THE_PAIR,
    ("POST", "pairs.not_go_on"): THE_PAIR,
    ("GET", "journal.index"): THE_PAIR,
    ("GET", "journal.exchange"): THE_PAIR,
    ("POST", "journal.take_back"): AUTHOR,
    ("GET", "journal.opening"): AUTHOR,
    ("POST", "journal.open_mine"): AUTHOR,
    ("POST", "journal.hear"): HEARER,
    ("POST", "journal.confirm"): AUTHOR,
    ("POST", "journal.clarify"): AUTHOR,
    ("POST", "journal.reply"): THE_PAIR,
    ("POST", "journal.pass_this_time"): AUTHOR,
    ("POST", "journal.write_after_all"): AUTHOR,
    ("GET", "journal.keeping"): AUTHOR,
    ("POST", "journal.keep"): AUTHOR,
    ("GET", "journal.withdrawing"): AUTHOR,
    ("POST", "journal.withdraw"): AUTHOR,
    ("GET", "journal.withdrawing_words"): HEARER,
    ("POST", "journal.withdraw_words"): HEARER,
    ("GET", "journal.unlocking"): AUTHOR,
    ("POST", "journal.unlock_reflection"): AUTHOR,
    ("GET", "journal.withdrawing_clarification"): AUTHOR,
    ("POST", "journal.withdraw_clarification"): AUTHOR,
    ("POST", "journal.add"): AUTHOR,
    ("POST", "journal.wish_more"): AUTHOR,
    ("POST", "journal.leave"): THE_PAIR,
    ("POST", "journal.talk_in_person"): THE_PAIR,
    ("POST", "journal.ask_advice"): AUTHOR,
    ("GET", "safety.report"): THE_PAIR,
    ("POST", "safety.send"): THE_PAIR,
    ("GET", "safety.report_text"): AUTHOR,  # what their partner heard
    ("POST", "safety.send_text"): AUTHOR,
    ("GET", "safety.index"): SIGNED_IN,
    ("GET", "safety.show"): ITS_READERS,
    ("POST", "safety.withdraw"): REPORTER,
    ("POST", "safety.take"): HANDLER,
    ("POST", "safety.hand_over"): HANDLER,
    ("POST", "safety.lift_freeze"): HANDLER,
    ("GET", "safety.closing_pair"): HANDLER,
    ("POST", "safety.close_pair"): HANDLER,
    ("POST", "safety.close"): HANDLER,
    ("GET", "assessment.index"): SIGNED_IN,
    ("GET", "assessment.sheet"): SIGNED_IN,
    ("POST", "assessment.save"): SIGNED_IN,
    ("GET", "assessment.finishing"): SIGNED_IN,
    ("POST", "assessment.finish"): SIGNED_IN,
    ("GET", "assessment.erasing"): SIGNED_IN,
    ("POST", "assessment.erase"): SIGNED_IN,
    ("GET", "assessment.results"): SIGNED_IN,
    ("GET", "assessment.answers"): SIGNED_IN,
    ("GET", "matching.offers"): SIGNED_IN,
    ("POST", "matching.save_offers"): SIGNED_IN,
    ("GET", "matching.profile"): SIGNED_IN,
    ("POST", "matching.show_levels"): SIGNED_IN,
    ("POST", "matching.take_levels_down"): SIGNED_IN,
    ("GET", "matching.partner"): row({Kind.MEMBER, Kind.PARTNER}, Meets.NOTHING),
    ("GET", "safety.account"): SIGNED_IN,
    ("GET", "safety.blocking"): THE_PAIR,
    ("POST", "safety.block"): THE_PAIR,
    ("POST", "safety.unblock"): OWNER,
    ("GET", "safety.leaving_program"): OWNER,
    ("POST", "safety.leave_program"): OWNER,
    ("GET", "journal.cards"): THE_PAIR,
    ("GET", "journal.predictions"): THE_PAIR,
    ("GET", "journal.card"): THE_PAIR,
    ("POST", "journal.write_card"): THE_PAIR,
    ("POST", "journal.say_near"): HEARER,
    ("GET", "journal.erasing_cards"): THE_PAIR,
    ("POST", "journal.erase_cards"): THE_PAIR,
    ("GET", "journal.moment"): THE_PAIR,
    ("POST", "journal.write_moment"): THE_PAIR,
    ("GET", "journal.writing"): THE_PAIR,
    ("GET", "journal.new_entry"): THE_PAIR,
    ("POST", "journal.write_entry"): THE_PAIR,
    ("GET", "journal.entry"): THE_PAIR,
    ("POST", "journal.unlock_entry"): AUTHOR,
    ("POST", "journal.add_to_entry"): AUTHOR,
    ("GET", "journal.withdrawing_entry"): AUTHOR,
    ("POST", "journal.withdraw_entry"): AUTHOR,
    ("GET", "studio.index"): STUDIO_DOOR,
    ("GET", "studio.new_module"): STUDIO_DOOR,
    ("POST", "studio.make_module"): STUDIO_DOOR,
    ("GET", "studio.importing"): STUDIO_DOOR,
    ("POST", "studio.send_import"): STUDIO_DOOR,
    ("GET", "studio.plan"): ITS_AUTHORS,
    ("POST", "studio.take_in"): ITS_AUTHORS,
    ("GET", "studio.export"): ITS_AUTHORS,
    ("GET", "studio.export_revision"): ITS_AUTHORS,
    ("GET", "studio.pictures"): ITS_AUTHORS,
    ("POST", "studio.add_picture"): ITS_AUTHORS,
    ("POST", "studio.remove_picture"): ITS_AUTHORS,
    ("GET", "studio.picture"): ITS_AUTHORS,
    ("GET", "studio.module"): ITS_AUTHORS,
    ("GET", "studio.sheet"): ITS_AUTHORS,
    ("POST", "studio.save_sheet"): ITS_AUTHORS,
    ("POST", "studio.set_aside"): ITS_AUTHORS,
    ("POST", "studio.take_up"): ITS_AUTHORS,
    ("GET", "studio.new_lesson"): ITS_AUTHORS,
    ("POST", "studio.add_lesson"): ITS_AUTHORS,
    ("POST", "studio.move_up"): ITS_AUTHORS,
    ("POST", "studio.move_down"): ITS_AUTHORS,
    ("POST", "studio.duplicate_lesson"): ITS_AUTHORS,
    ("POST", "studio.remove_lesson"): ITS_AUTHORS,
    ("POST", "studio.put_lesson_back"): ITS_AUTHORS,
    ("GET", "studio.lesson"): ITS_AUTHORS,
    ("GET", "studio.publish"): ITS_AUTHORS,
    ("POST", "studio.publish_draft"): ITS_AUTHORS,
    ("POST", "studio.cancel_release"): ITS_AUTHORS,
    ("POST", "studio.try_release_again"): ITS_AUTHORS,
    ("POST", "studio.mend"): ITS_AUTHORS,
    ("GET", "studio.revisions"): ITS_AUTHORS,
    ("GET", "studio.revision"): ITS_AUTHORS,
    ("POST", "studio.put_revision_back"): ITS_AUTHORS,
    ("GET", "studio.unpublishing"): ITS_AUTHORS,
    ("POST", "studio.unpublish"): ITS_AUTHORS,
    ("GET", "studio.figures"): ITS_AUTHORS,  # of one kept as files, every instructor: see tests/studio
    ("GET", "studio.reviews"): STUDIO_DOOR,
    ("GET", "studio.review"): ITS_AUTHORS,  # one that must be reviewed, every instructor: see tests/studio
    ("POST", "studio.approve"): ITS_AUTHORS,
    ("POST", "studio.send_back"): ITS_AUTHORS,
    ("POST", "studio.save_lesson"): ITS_AUTHORS,
    ("GET", "studio.authors"): ITS_AUTHORS,
    ("POST", "studio.add_author"): ITS_AUTHORS,
    ("POST", "studio.remove_author"): ITS_AUTHORS,
    ("GET", "studio.duplicating"): ITS_AUTHORS,
    ("POST", "studio.duplicate"): ITS_AUTHORS,
    ("GET", "studio.history"): ITS_AUTHORS,
    ("GET", "studio.session"): ITS_AUTHORS,
    ("POST", "studio.restore"): ITS_AUTHORS,
    ("GET", "studio.published"): STUDIO_THING,
    ("POST", "studio.duplicate_published"): STUDIO_THING,
    ("POST", "studio.add_step"): ITS_AUTHORS,
    ("GET", "studio.preview"): ITS_AUTHORS,
    ("POST", "studio.preview_written"): ITS_AUTHORS,
    ("POST", "studio.paste"): ITS_AUTHORS,
    ("GET", "admin.people"): ADMIN_DOOR,
    ("GET", "admin.health"): ADMIN_DOOR,
    ("GET", "admin.person"): ADMIN_THING,
    ("GET", "admin.modules"): ADMIN_DOOR,
    ("GET", "admin.module"): ADMIN_THING,
    ("POST", "admin.give_author"): ADMIN_THING,
    ("POST", "admin.give_role"): ADMIN_THING,
    ("POST", "admin.take_role"): ADMIN_THING,
    ("POST", "admin.disable"): ADMIN_THING,
    ("POST", "admin.enable"): ADMIN_THING,
}
