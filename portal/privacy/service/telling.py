"""What somebody takes along, told in their language: one document, for Markdown and for the page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.assessment.rules import BANDS, Band
from portal.curriculum.rules import step_name
from portal.curriculum.service import assessment
from portal.kernel.i18n import (
    _,
    current_language,
    format_clock,
    format_full,
    format_long_day,
    format_zone,
    here,
    weekday_names,
)
from portal.privacy import queries
from portal.privacy.rules.document import Block, Document, Facts, Grid, Heading, Line, Quote
from portal.privacy.rules.labels import CODED, LABELS, VALUES, called
from portal.privacy.rules.register import PERSONAL
from portal.privacy.rules.taken import (
    STATES,
    WROTE,
    AccountTaken,
    Kind,
    Occasion,
    PairTaken,
    PersonTaken,
    RemarkTaken,
    ReportTaken,
    SittingTaken,
    Words,
)
from portal.privacy.rules.vocabulary import Purpose
from portal.safety.service.showing import SHOWABLE

LINED = frozenset({Kind.SHEET, Kind.AGREEMENT})
"""What is written line by line, all of it at one time."""


IN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "band": lambda band: str(BANDS[Band(band)]),
    "step_key": step_name,
    "option": lambda option: str(option + 1),  # stored from 0
    "shown_kind": lambda kind: str(SHOWABLE[kind].name),
    "time_zone": format_zone,
    "offered": lambda times: "; ".join(format_full(datetime.fromisoformat(one)) for one in times),
    "weekday": lambda number: weekday_names()[number],
    "from_minute": format_clock,
    "to_minute": format_clock,
    "week_on": lambda week: format_long_day(date.fromisoformat(week)),
}
"""How the columns that hold a code are read."""


def tell_account(taken: AccountTaken) -> Document:
    return tuple(_account(taken))


def tell_journal(pair: PairTaken, at: datetime) -> Document:
    return (Heading(1, _title_of(pair)), *_preamble(at), *_pair(pair, level=1))


def _account(taken: AccountTaken) -> Iterator[Block]:
    yield Heading(1, _("My copy of Vice Versa"))
    yield from _preamble(taken.at)
    for pair in taken.pairs:
        yield Heading(2, _title_of(pair))
        yield from _pair(pair, level=2)
    for report in taken.reports:
        yield from _report(report)
    for sitting in taken.sittings:
        yield from _sitting(sitting)
    for remark in taken.remarks:
        yield from _remark(remark)
    if taken.lessons_written or taken.sheets_written:
        yield Heading(2, _("What you wrote in the studio"))
    for written in taken.lessons_written:
        language_name = str(VALUES[written.language])
        yield Quote(written.lesson, written.text, True, f"{language_name}, {format_full(written.at)}")
    for sheet in taken.sheets_written:
        yield Quote(sheet.module, sheet.text, True, format_full(sheet.at))
    yield Heading(2, _("What the portal keeps about you"))
    language = current_language()
    dimensions = {one.key: one.names[language] for one in assessment().dimensions}
    names = _Names({pair.id: called(pair.partner) for pair in taken.pairs}, queries.lesson_titles(language), dimensions)
    for table in PERSONAL:
        rows = taken.rows.get(table.name, ())
        if rows and table.purpose is not Purpose.WRITING:
            yield Heading(3, str(table.title))
            yield _known(rows, names)


def _preamble(at: datetime) -> Iterator[Block]:
    zone = format_zone(here())
    yield Line(_("Made on %(day)s (time zone: %(zone)s)", day=format_full(at), zone=zone))
    yield Line(
        _(
            "Your own words are whole. What somebody else wrote and opened to you bears their name; "
            "nothing else of theirs is here."
        )
    )


def _title_of(pair: PairTaken) -> str:
    title = _("What you and %(name)s wrote", name=called(pair.partner))
    return str(title)


def _pair(pair: PairTaken, *, level: int) -> Iterator[Block]:
    since = _("Your pair began on %(day)s.", day=format_long_day(pair.since))
    ended = _("It closed on %(day)s.", day=format_long_day(pair.closed_at)) if pair.closed_at else ""
    yield Line(f"{since} {ended}".strip())
    if not pair.occasions:
        yield Line(_("Nothing is written yet."))
    for occasion in pair.occasions:
        yield from _occasion(occasion, called(pair.partner), level + 1)


def _occasion(occasion: Occasion, other: str, level: int) -> Iterator[Block]:
    yield Heading(level, occasion.title)
    first = occasion.words[0]
    if first.kind in LINED and first.at:
        yield Line(f"{_by(first, other)}, {format_full(first.at)}")
    yield from (_quote(words, other) for words in occasion.words)


def _quote(words: Words, other: str) -> Quote:
    if words.kind in LINED:
        return Quote(words.about, words.text, bool(words.mine))
    details = [format_full(words.at)] if words.at else []
    if words.state:
        details.append(str(STATES[words.kind, words.state]))
    return Quote(_by(words, other), words.text, bool(words.mine), ", ".join(details), words.about)


def _by(words: Words, other: str) -> str:
    return str(WROTE[words.kind, words.mine]).replace("%(name)s", other)


def _report(report: ReportTaken) -> Iterator[Block]:
    day = format_long_day(report.sent_at)
    yield Heading(2, _("Your report about %(name)s, %(day)s", name=report.reported, day=day))
    for words in report.words:
        yield _quote(words, called(report.handler if words.kind is Kind.ANSWER else report.reported))


def _remark(remark: RemarkTaken) -> Iterator[Block]:
    day = format_long_day(remark.sent_at)
    yield Heading(2, _("Your remark on the lesson “%(title)s”, %(day)s", title=remark.lesson, day=day))
    for words in remark.words:
        yield _quote(words, called(remark.answerer))


def _sitting(sitting: SittingTaken) -> Iterator[Block]:
    """What it came to, then every answer."""
    yield Heading(2, _("Your self-assessment, %(kind)s", kind=VALUES[sitting.kind]))
    finished = sitting.finished_at
    yield Line(
        _("Finished on %(day)s.", day=format_long_day(finished))
        if finished
        else _("Begun on %(day)s, and not finished.", day=format_long_day(sitting.begun_at))
    )
    if sitting.levels:
        columns = (_("Strand"), _("Level"), _("Points of 36"), _("How sure, of 100"), _("How right, of 100"))
        facts = ((one.level, one.points, one.sure_percent, one.right_percent) for one in sitting.levels)
        rows = zip((one.strand for one in sitting.levels), facts, strict=True)
        yield Grid(columns, tuple((strand, *map(str, found)) for strand, found in rows))
        points = [(name, of_6) for one in sitting.levels for name, of_6 in one.dimensions.items()]
        yield Facts(tuple((name, "–" if of_6 is None else str(of_6)) for name, of_6 in points))
    if sitting.answers:
        columns = (
            _("Situation"),
            _("Your answer"),
            _("How sure"),
            *([_("Reason")] if sitting.answers[0].reason else []),
        )
        told = ((one.situation, one.answer, one.sure, one.reason) for one in sitting.answers)
        yield Grid(columns, tuple(row[: len(columns)] for row in told))


@dataclass(frozen=True, slots=True)
class _Names:
    """What a person calls the things that rows name."""

    partners: Mapping[str, str]
    """By pair."""
    lessons: Mapping[str, str]
    """By `module/lesson`."""
    dimensions: Mapping[str, str]

    def written(self, column: str, value: Any) -> str:
        if value is None:
            return ""
        if column == "dimension":
            return self.dimensions.get(value, value)
        if column in IN_WORDS:
            return IN_WORDS[column](value)
        if column.endswith(("_at", "_until")):
            return format_full(datetime.fromisoformat(value))
        if column == "id" or column.endswith("_id"):
            return self._named(value)
        return str(VALUES.get(str(value), value) if column in CODED else value)

    def _named(self, value: str | PersonTaken) -> str:
        """Of a pair, a lesson or a person."""
        if isinstance(value, PersonTaken):
            return str(VALUES["me"]) if value.me else called(value.name)
        return self.partners.get(value) or self.lessons.get(value) or value


def _known(rows: Sequence[Mapping[str, Any]], names: _Names) -> Block:
    """One thing as a list, several as a table; without what is empty in all of them."""
    told = [{column: names.written(column, value) for column, value in row.items()} for row in rows]
    columns = [column for column in told[0] if any(row[column] for row in told)]
    if len(told) == 1:
        return Facts(tuple((str(LABELS[column]), told[0][column]) for column in columns))
    labels = tuple(str(LABELS[column]) for column in columns)
    return Grid(labels, tuple(tuple(row[column] for column in columns) for row in told))
