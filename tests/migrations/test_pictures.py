"""What revisions showed before they said so."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import MetaData, text

from portal.kernel import schema
from tests.databases import Databases
from tests.migrations.describing import connected

FIRST, SECOND, LOST = ("a" * 64, "b" * 64, "c" * 64)
SOURCE = "![One](media/one.png)\n[Words](https://example.org)\n![Two]( media/two.webp)\n![Three](media/three.png)"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """A revision whose English document shows three pictures, of which one is not there."""
    yield "module", {"id": "m", "slug": "m", "created_at": NOON}
    yield "lesson", {"id": "l", "module_id": "m", "slug": "l"}
    for sha256 in (FIRST, SECOND):
        yield "picture", {"sha256": sha256, "media_type": "image/png", "content": b""}
    shown = "".join(f'<img src="/pictures/{sha256}" alt="">' for sha256 in (FIRST, SECOND, LOST))
    for language, source, html in (("fr", "Rien.", "<p>Rien.</p>"), ("en", SOURCE, shown)):
        texts = {"title": "", "objective": "", "source": source, "rendered": {"steps": [{"text": html}]}}
        yield "lesson_document", {"sha256": language, "language": language, "minutes": 1, "step_keys": [], **texts}
    facts = {"number": 1, "strand": "culture", "position": 1, "requires": [], "texts": {}}
    yield "revision", {"id": "r", "module_id": "m", "content_sha256": "x", "published_at": NOON, **facts}
    yield (
        "revision_lesson",
        {"revision_id": "r", "lesson_id": "l", "position": 1, "fr_sha256": "fr", "en_sha256": "en"},
    )


@pytest.mark.both_databases
@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_a_revision_says_which_pictures_it_showed(databases: Databases) -> None:
    address = databases.new(empty=True)
    schema.upgrade(address, "0024")
    with connected(address) as connection:
        before = MetaData()
        before.reflect(connection)
        for table, row in rows():
            connection.execute(before.tables[table].insert().values(row))
    schema.upgrade(address, "0025")
    with connected(address) as connection:
        found = connection.execute(text("SELECT revision_id, lesson_id, name, sha256 FROM revision_picture")).all()
        assert connection.scalar(text("SELECT source FROM module")) == "files"
    assert sorted(map(tuple, found)) == [
        ("r", "l", "media/one.png", FIRST),
        ("r", "l", "media/two.webp", SECOND),
    ]
