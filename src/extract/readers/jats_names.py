"""The element names of JATS and its NLM forerunners, by how the reader treats them."""

from __future__ import annotations

# fmt: off
# In running text these are written as blocks of their own ...
BLOCKS = frozenset((
    "array", "boxed-text", "code", "def-list", "disp-quote", "fig", "fig-group", "fn", "fn-group", "list", "preformat",
    "ref-list", "sec", "speech", "statement", "table", "table-wrap", "table-wrap-group", "tgroup", "verse-group",
))
# ... or, where no block can stand, such as in a cell, on a line of their own, but for these.
FLOATING = frozenset(("fig", "fig-group", "fn", "fn-group", "ref-list", "table-wrap", "table-wrap-group"))
LINES = frozenset(("def-item", "list-item", "p", "row", "title", "tr", "verse-line"))
# Blocks that part the paragraph they stand in; the others wait for its end.
PARTING = frozenset(("code", "def-list", "disp-quote", "list", "preformat", "speech", "statement", "verse-group"))
# Not printed, or no text.
SILENT = frozenset((
    "alt-text", "annotation", "annotation-xml", "graphic", "hr", "index-term", "inline-graphic", "inline-media",
    "long-desc", "media", "object-id", "private-char", "supplementary-material",
))
# Hold others and print nothing of their own.
CONTAINERS = (
    "app-group", "disp-formula-group", "disp-quote", "floats-group", "floats-wrap", "speech", "verse-group",
)
# Read elsewhere or left out.
SKIPPED = (
    "aff", "alt-text", "attrib", "bio", "book-part-meta", "caption", "contrib-group", "graphic", "history", "label",
    "long-desc", "media", "object-id", "permissions", "sec-meta", "sig-block", "signature-block",
    "supplementary-material", "table-wrap-foot", "title",
)
# fmt: on
# Parts of other articles: what reviewers and authors wrote about this one, and its translations.
FOREIGN = ("response", "sub-article")
CITATIONS = ("element-citation", "mixed-citation", "citation", "nlm-citation", "product")
PEOPLE = ("name", "string-name", "collab", "name-alternatives")
# Year, volume, issue and pages are printed together; the rest of a date not at all.
PLACE = ("year", "volume", "issue", "fpage", "lpage", "elocation-id", "etal", "month", "day")
BOLD = ("bold", "italic", "underline", "sc")
