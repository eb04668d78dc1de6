"""What a lesson that is being written is called: whatever its front matter says so far."""

import re

_TITLE = re.compile(r"^title: +(\S.*?)\s*$", re.MULTILINE)
_FRONT = 2000
"""Characters in which the front matter of any lesson ends."""


def title_in(text: str) -> str:
    """ "" for none."""
    found = _TITLE.search(text[:_FRONT].replace("\r", "\n"))
    return found[1] if found else ""
