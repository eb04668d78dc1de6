"""The check of the translations sees what is missing, unsure, or filled in wrongly."""

import importlib.util
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

from portal.shipped import PACKAGE


@pytest.fixture(scope="module")
def check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", PACKAGE.parent / ".ci" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def sources() -> Catalog:
    made = Catalog()
    made.add("Sign in", locations=[("templates/layouts/base.html", 3)])
    made.add("Hello %(name)s", flags=["python-format"])
    made.add(("%(num)d lesson", "%(num)d lessons"), flags=["python-format"])
    made.add("Open", context="a pair")
    return made


def french(**changes: str) -> Catalog:
    made = Catalog(locale="fr")
    made.add("Sign in", changes.get("sign_in", "Se connecter"), flags=changes.get("flags", "").split())
    made.add("Hello %(name)s", changes.get("hello", "Bonjour %(name)s"), flags=["python-format"])
    made.add(
        ("%(num)d lesson", "%(num)d lessons"),
        ("%(num)d leçon", changes.get("lessons", "%(num)d leçons")),
        flags=["python-format"],
    )
    made.add("Open", changes.get("open", "Actif"), context="a pair")
    return made


def test_a_whole_catalogue(check: ModuleType, sources: Catalog) -> None:
    assert list(check.faults(sources, french())) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"sign_in": ""}, "missing: 'Sign in' (templates/layouts/base.html:3)"),
        ({"flags": "fuzzy"}, "fuzzy: 'Sign in'"),
        ({"lessons": ""}, "missing: '%(num)d lesson'"),
        ({"open": ""}, "missing: 'Open'"),
        ({"hello": "Bonjour %(nom)s"}, "'Hello %(name)s'"),
        ({"hello": "Bonjour"}, "other placeholders: 'Hello %(name)s'"),
        ({"lessons": "des leçons"}, "other placeholders: '%(num)d lesson'"),
    ],
)
def test_what_is_wrong(check: ModuleType, sources: Catalog, changes: dict[str, str], fault: str) -> None:
    (found,) = check.faults(sources, french(**changes))
    assert fault in found


def test_what_is_left_over(check: ModuleType, sources: Catalog) -> None:
    catalogue = french()
    catalogue.add("Sign out", "Se déconnecter")
    assert list(check.faults(sources, catalogue)) == ["left over: 'Sign out'"]


def test_an_empty_catalogue_misses_everything(check: ModuleType, sources: Catalog) -> None:
    assert len(list(check.faults(sources, Catalog(locale="fr")))) == 4
