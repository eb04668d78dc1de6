"""Decisions about passwords, addresses, devices and time, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts.rules import (
    device_of,
    link_is_open,
    network_of,
    normal_address,
    password_refusal,
    same_address,
    session_is_over,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "password", ["douze lettre", "une phrase assez longue", "aaaaaaaaaaaa", "été à la plage", "x" * 200]
)
def test_length_is_enough(password: str) -> None:
    assert password_refusal(password, "Maïté Roy", "maite.roy@example.ca") is None


@pytest.mark.parametrize("password", ["", "onze lettre", "x" * 201])
def test_too_short_or_too_long_is_refused(password: str) -> None:
    refusal = password_refusal(password, "Ana", "a@example.ca")
    assert refusal is not None
    assert refusal.field == "password"


@pytest.mark.parametrize(
    "password",
    [
        "j'aime MAÏTÉ beaucoup",
        "maite et ses plantes",
        "tremblay du quartier",
        "mtremblay99 pour vrai",
        "MTremblay99@example.ca",
    ],
)
def test_nothing_of_oneself_is_in_it(password: str) -> None:
    assert password_refusal(password, "Maïté Tremblay", "mtremblay99@example.ca") is not None


def test_short_parts_of_a_name_are_no_obstacle() -> None:
    assert password_refusal("la vie est un long fleuve", "Li La Vie", "un@example.ca") is None


def test_an_address_keeps_its_person_and_lowers_its_place() -> None:
    assert normal_address("  Maite@Example.CA ") == "Maite@example.ca"
    assert normal_address("maite@Été.example.ca") == "maite@xn--t-9fab.example.ca"
    assert normal_address("no at all") == "no at all"
    assert normal_address("two@dots..ca") == "two@dots..ca"
    assert same_address("Maite@Example.ca", "maite@example.CA")
    assert not same_address("maite@example.ca", None)


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_coarse(agent: str, device: str) -> None:
    assert device_of(agent) == device


def test_a_network_is_an_address_or_a_household() -> None:
    assert network_of("192.0.2.7") == "192.0.2.7"
    assert network_of("2001:db8::1:2") == network_of("2001:db8::ffff") == "2001:db8::/64"
    assert network_of("::ffff:192.0.2.7") == "192.0.2.7" != network_of("::ffff:192.0.2.8")
    assert network_of(None) == network_of("nonsense") == ""


def test_a_link_works_once_until_its_time() -> None:
    assert link_is_open(None, NOW + timedelta(seconds=1), NOW)
    assert not link_is_open(None, NOW, NOW)
    assert not link_is_open(NOW, NOW + timedelta(days=1), NOW)


def test_a_session_lives_by_acts_and_not_for_ever() -> None:
    assert not session_is_over(NOW - timedelta(days=13), None, NOW)
    assert session_is_over(NOW - timedelta(days=14), None, NOW)
    assert not session_is_over(NOW - timedelta(days=29), NOW - timedelta(days=1), NOW)
    assert session_is_over(NOW - timedelta(days=30), NOW - timedelta(days=1), NOW)
