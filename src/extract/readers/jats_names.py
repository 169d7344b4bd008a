"""The element names of JATS and its NLM forerunners, by how the reader treats them."""

from __future__ import annotations

# fmt: off
# In running text these are written as blocks of their own ...
BLOCKS = frozenset((
    "array", "boxed-text", "code", "def-list", "disp-quote", "fig", "fig-group", "fn", "fn-group", "list", "preformat",
    "ref-list", "sec", "speech", "statement", "table-wrap", "table-wrap-group", "verse-group",
))
# ... and part the paragraph; the others wait for its end.
PARTING = frozenset(("code", "def-list", "disp-quote", "list", "preformat", "speech", "statement", "verse-group"))
# Not printed, or no text.
SILENT = frozenset((
    "alt-text", "annotation", "graphic", "hr", "index-term", "inline-graphic", "inline-media",
    "inline-supplementary-material", "long-desc", "media", "object-id", "private-char", "supplementary-material",
    "tex-math",
))
# Hold others and print nothing of their own.
CONTAINERS = (
    "alternatives", "app-group", "disp-formula-group", "disp-quote", "fig-group", "floats-group", "floats-wrap",
    "speech", "statement", "table-wrap-group", "verse-group",
)
# Read elsewhere or left out.
SKIPPED = (
    "aff", "alt-text", "attrib", "bio", "caption", "contrib-group", "graphic", "history", "label", "long-desc", "media",
    "object-id", "permissions", "response", "sec-meta", "sig-block", "signature-block", "sub-article",
    "supplementary-material", "title",
)
# fmt: on
CITATIONS = ("element-citation", "mixed-citation", "citation", "nlm-citation", "product")
PEOPLE = ("name", "string-name", "collab", "name-alternatives")
# Year, volume, issue and pages are printed together; the rest of a date not at all.
PLACE = ("year", "volume", "issue", "fpage", "lpage", "elocation-id", "etal", "month", "day")
BOLD = ("bold", "italic", "underline", "sc")
