"""The house rules for templates that no linter knows."""

import re
from pathlib import Path

import pytest

from portal.shipped import shipped

TEMPLATES = sorted(shipped("templates").rglob("*.html"))

FORBIDDEN = {
    "the safe filter": re.compile(r"\|\s*safe\b"),
    "an inline style": re.compile(r"\sstyle\s*="),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "an inline handler": re.compile(r"\son[a-z]+\s*="),
    "an address elsewhere": re.compile(r"(?:src|action)\s*=\s*[\"']https?:"),
}


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_a_template_keeps_the_content_policy(template: Path) -> None:
    text = template.read_text()
    found = [name for name, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert not found
