"""A wheel of the portal, installed elsewhere, finds its templates, lessons, migrations, translations and styles."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from portal.shipped import PACKAGE
from tests.processes import Visitor, environment, free_port, running, until

CHECKOUT = PACKAGE.parent
STYLE = re.compile(r'rel="stylesheet" href="([^"]+)"')


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel in it; what it depends on is this environment’s."""
    site = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-cache-dir"]
    subprocess.run([*pip, "--target", site, wheel], check=True, capture_output=True)
    return site


def test_no_file_of_the_checkout_is_left_out(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("templates", "lessons", "migrations"):
        wanted = [path for path in (CHECKOUT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        assert wanted
        assert {f"portal/_data/{path.relative_to(CHECKOUT)}" for path in wanted} <= names
    assert "portal/translations/fr/LC_MESSAGES/messages.mo" in names
    assert {"portal/static/css/base.css", "portal/static/css/base.css.br", "portal/static/css/base.css.gz"} <= names


def test_building_leaves_the_styles_of_the_checkout_alone(wheel: Path) -> None:
    assert not list((PACKAGE / "static").rglob("*.br"))


def test_it_makes_and_serves_a_portal(installed: Path, tmp_path: Path) -> None:
    port = free_port()
    env = environment(tmp_path / "data", port) | {"PYTHONPATH": str(installed)}
    ask = [sys.executable, "-c", "import portal; print(portal.__path__[0])"]
    where = subprocess.run(ask, env=env, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert where.stdout.strip() == str(installed / "portal")

    command = installed / "bin" / "portal"
    made = subprocess.run([command, "init"], env=env, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert "amorcer: published" in made.stdout
    with running("serve", env, tmp_path / "log", program=command):
        visitor = Visitor(f"http://127.0.0.1:{port}")
        until(lambda: visitor.status("/readyz") == 200)
        status, french = visitor.ask("/login?lang=fr")
        assert status == 200
        assert "Se connecter" in french
        style = STYLE.search(french)
        assert style is not None
        assert visitor.status(style.group(1)) == 200
        assert visitor.status("/lessons/amorcer") == 200
