"""The house rules for templates that no linter knows."""

import re
from pathlib import Path

import pytest

from portal.shipped import shipped

TEMPLATES = sorted(shipped("templates").rglob("*.html"))

EVENTS = (
    "abort|animation|before|blur|change|click|copy|cut|dblclick|drag|drop|error|focus|hash|input|key|load|message|mouse"
)
EVENTS += "|page|paste|play|pointer|reset|resize|scroll|search|select|submit|toggle|touch|transition|unload|wheel"

FORBIDDEN = {
    "the safe filter": re.compile(r"\|\s*safe\b"),
    "an inline style": re.compile(r"\sstyle\s*="),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "an inline handler": re.compile(rf"\son(?:{EVENTS})\w*\s*="),
    "an address elsewhere": re.compile(r"(?:src|action)\s*=\s*[\"']https?:"),
}


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_a_template_keeps_the_content_policy(template: Path) -> None:
    text = template.read_text()
    found = [name for name, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert not found


FORM = re.compile(r"<form\b[^>]*method=.post.[^>]*>.*?</form>", re.DOTALL)
TOKEN = re.compile(r"\{\{\s*(?:forms\.)?(?:token|form_token)\(\)|csrf_token|hidden_tag\(\)")


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_every_form_that_posts_carries_its_token(template: Path) -> None:
    assert all(TOKEN.search(form) for form in FORM.findall(template.read_text()))


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_no_address_is_built_from_the_requests_host(template: Path) -> None:
    assert not re.search(r"_external|request\.(host|url|base_url|url_root|host_url)\b", template.read_text())
