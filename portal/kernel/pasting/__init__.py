"""From what is pasted out of a word processor or a web page to Markdown, on the server: no page needs a converter."""

from portal.kernel.pasting.converting import as_markdown

__all__ = ["as_markdown"]
