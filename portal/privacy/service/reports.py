"""The reports that somebody sent, as their own pages show them: not those that they handle, nor those about them."""

from collections.abc import Iterator

from portal.kernel.identity import Actor
from portal.privacy.rules.taken import Kind, ReportTaken, Words
from portal.safety.queries import my_reports
from portal.safety.service import ReportRead, read


def take_reports(actor: Actor) -> tuple[ReportTaken, ...]:
    """The newest first. Of one that was withdrawn nothing is left to read."""
    found = [_taken(read(seen)) for seen in my_reports(actor) if seen.is_reporter]
    return tuple(report for report in found if report.words)


def _taken(report: ReportRead) -> ReportTaken:
    seen = report.seen
    return ReportTaken(
        sent_at=seen.sent_at,
        reported=str(seen.reported_name),
        handler=str(seen.handler.name),
        state=seen.state,
        words=tuple(_words(report)),
    )


def _words(report: ReportRead) -> Iterator[Words]:
    seen = report.seen
    if report.words:
        yield Words(Kind.REPORT, True, report.words, seen.sent_at)
    if report.excerpt:
        about = str(report.shown_name) if report.shown_name else ""
        yield Words(
            Kind.EXCERPT, False if seen.attested_at else None, report.excerpt, seen.shown_opened_at, about=about
        )
    if report.answer:
        yield Words(Kind.ANSWER, False, report.answer, seen.closed_at)
