"""Two languages, French first: which one a reader gets, and how dates read in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date as written_date
from babel.dates import format_time as written_time
from babel.dates import get_day_names, get_timezone_location
from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, gettext, ngettext
from flask_babel.speaklater import LazyString
from markupsafe import escape

from portal.kernel.identity import current_actor

__all__ = ["LANGUAGES", "_", "_l", "ngettext"]

LANGUAGES = ("fr", "en")
LANGUAGE_COOKIE = "language"
KEPT_DAYS = 4096
DEFAULT_TIME_ZONE = "America/Toronto"

_ = gettext


class LazySentence(LazyString):
    """A sentence that is translated when it is read. What was filled into it is text: on a page it is escaped."""

    def __html__(self) -> str:
        return str(escape(str(self)))


def _l(text: str, **values: object) -> LazySentence:
    return LazySentence(gettext, text, **values)


def leading(value: object) -> object:
    """At the beginning of a sentence: what is said instead of a name takes a capital, a name stays as it is written."""
    if not isinstance(value, LazySentence):
        return value
    return capital(str(value))


# Quebec's dates and spaces, whatever the two letters a person chose.
_LOCALES = {"fr": Locale("fr", "CA"), "en": Locale("en", "CA")}

NOWHERE = frozenset({"001", "ZZ"})
"""What stands for the country of a zone that has none."""

_FIRST_OF_MONTH = re.compile(r"\b1 ")


def init_app(app: Flask) -> None:
    Babel(app, default_locale="fr_CA", locale_selector=_locale, timezone_selector=_time_zone)
    app.jinja_env.globals.update(current_language=current_language, address_in=address_in, LANGUAGES=LANGUAGES)
    app.jinja_env.filters.update(
        capital=capital,
        leading=leading,
        clock=format_clock,
        day=format_day,
        full=format_full,
        long_day=format_long_day,
        moment=format_moment,
        time=format_time,
        weekday=format_weekday,
        zone=format_zone,
    )


def current_language() -> str:
    """The reader's language: "fr" or "en"."""
    locale = get_locale()
    return str(locale.language) if locale else LANGUAGES[0]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within the block, sentences come in this language (mails, jobs)."""
    with force_locale(_LOCALES[language]):
        yield


def address_in(language: str) -> str:
    """This page's absolute address in the given language, for canonical and alternate links.

    Nothing else that was asked is in it: answers, a way to go on or a word of what was done make no other page.
    """
    base: str = current_app.config["BASE_URL"]
    return f"{base}{request.path}?lang={language}"


def place_of_zone(zone: str, language: str) -> str:
    """The place that a time zone is named for: « Londres (Royaume-Uni) »; of ours, where most people are."""
    if zone == DEFAULT_TIME_ZONE:
        return "Montréal, Québec, Toronto"
    known, locale = get_global("zone_aliases").get(zone, zone), _LOCALES[language]
    territory = get_global("zone_territories").get(known, "ZZ")
    if territory in NOWHERE:
        return zone.rpartition("/")[2].replace("_", " ")
    city = get_timezone_location(known, locale=locale, return_city=True).rpartition("/")[2]
    return f"{city} ({locale.territories[territory]})"


def format_zone(zone: str) -> str:
    """The same, in the reader's language."""
    return place_of_zone(zone, current_language())


def capital(words: str) -> str:
    """At the beginning of a line; nothing else changes, as it would by the method of that name."""
    return words[:1].upper() + words[1:]


def format_day(moment: date) -> str:
    """« 23 novembre », « 1er mars » or “November 23”, in the reader's time zone."""
    return _day(moment, "d MMMM", "MMMM d")


def format_weekday(moment: date) -> str:
    """« lundi 23 novembre » or “Monday, November 23”, in the reader's time zone."""
    return _day(moment, "EEEE d MMMM", "EEEE, MMMM d")


def format_time(moment: datetime) -> str:
    """« 17 h 30 » or “5:30 p.m.”, in the reader's time zone."""
    return _written_time(_local(moment).time().replace(second=0, microsecond=0), current_language())


def format_clock(minute: int) -> str:
    """« 17 h 30 » or “5:30 p.m.”, for so many minutes after midnight; the end of the day is midnight too."""
    return _written_time(time(minute // 60 % 24, minute % 60), current_language())


def weekday_names() -> list[str]:
    """From Monday to Sunday, as a list begins them."""
    names = get_day_names("wide", "stand-alone", _LOCALES[current_language()])
    return [capital(name) for _number, name in sorted(names.items())]


def format_moment(moment: datetime) -> str:
    """Day and time: « 23 novembre, 17 h 30 »."""
    return f"{format_day(moment)}, {format_time(moment)}"


def format_long_day(moment: date) -> str:
    """« 23 novembre 2026 » or “November 23, 2026”: for what is read again years later."""
    return _day(moment, "d MMMM y", "MMMM d, y")


def format_full(moment: datetime) -> str:
    """The same with the time: « 23 novembre 2026, 17 h 30 »."""
    return f"{format_long_day(moment)}, {format_time(moment)}"


def here() -> str:
    """The reader's time zone."""
    return _time_zone()


def _day(moment: date, in_french: str, in_english: str) -> str:
    day = _local(moment).date() if isinstance(moment, datetime) else moment
    language = current_language()
    return _written_day(day, in_french if language == "fr" else in_english, language)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(_zone(_time_zone()))


_zone = cache(ZoneInfo)


@cache
def _written_time(minute: time, language: str) -> str:
    return str(written_time(minute, "H\u00a0'h'\u00a0mm" if language == "fr" else "h:mm a", locale=_LOCALES[language]))


@lru_cache(maxsize=KEPT_DAYS)
def _written_day(day: date, pattern: str, language: str) -> str:
    text = written_date(day, pattern, _LOCALES[language])
    return _FIRST_OF_MONTH.sub("1er ", text) if language == "fr" else text


def _locale() -> Locale:
    return _LOCALES[_chosen_language()]


def _chosen_language() -> str:
    if not has_request_context():
        return LANGUAGES[0]
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        return asked
    actor = current_actor()
    if actor is not None:
        return actor.language
    kept = request.cookies.get(LANGUAGE_COOKIE)
    if kept in LANGUAGES:
        return kept
    return _accepted_language()


def _accepted_language() -> str:
    """What the browser asks for first, whatever its country."""
    tags = (tag.lower().partition("-")[0] for tag, quality in request.accept_languages if quality > 0)
    return next((language for language in tags if language in LANGUAGES), LANGUAGES[0])


def _time_zone() -> str:
    actor = current_actor() if has_request_context() else None
    return actor.time_zone if actor else DEFAULT_TIME_ZONE
