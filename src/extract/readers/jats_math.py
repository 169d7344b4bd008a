"""Formulas on one line: MathML, and LaTeX where a file has nothing else."""

from __future__ import annotations

import re

from extract.readers.jats_names import SILENT
from extract.readers.jats_tree import Element, elements, name

# Function application, invisible times and the like.
_INVISIBLE = dict.fromkeys(range(0x2061, 0x2065))
_LATEX_BODY = re.compile(r"\\begin\{document\}(.*)\\end\{document\}", re.S)
_LATEX_HEAD = re.compile(
    r"\\(?:documentclass|usepackage|setlength|begin|end)(?:\[[^\]]{0,100}\])?(?:\{[^{}]{0,100}\}){1,2}"
)
_FRACTION = re.compile(r"\\d?t?frac\s?\{([^{}]{0,200})\}\s?\{([^{}]{0,200})\}")
_POWER = re.compile(r"(?<=\d)\s?\^\s?\{?(?=[-\u2212]?\d)")
_COMMAND = re.compile(r"\\(?:([A-Za-z]{1,30})\*?|(.))", re.S)
_MARKS = re.compile(r"[{}$_^&]|~")
_SYMBOLS = {
    "ge": "\u2265", "geq": "\u2265", "geqslant": "\u2265", "le": "\u2264", "leq": "\u2264", "leqslant": "\u2264",
    "pm": "\u00b1", "mp": "\u2213", "times": "\u00d7", "cdot": "\u00b7", "div": "\u00f7", "approx": "\u2248",
    "sim": "~", "ne": "\u2260", "neq": "\u2260", "alpha": "\u03b1", "beta": "\u03b2", "gamma": "\u03b3",
    "delta": "\u03b4",
    "Delta": "\u0394", "kappa": "\u03ba", "lambda": "\u03bb", "mu": "\u03bc", "sigma": "\u03c3", "chi": "\u03c7",
    "omega": "\u03c9", "infty": "\u221e", "degree": "\u00b0", "circ": "\u00b0", "to": "\u2192", "rightarrow": "\u2192",
    "lt": "<", "gt": ">", "quad": " ", "qquad": " ",
}  # fmt: skip


def from_mathml(element: Element) -> str:
    """A formula of MathML: fractions with a slash, digits raised after digits with "^"."""
    tag = name(element)
    parts = [from_mathml(child) for child in elements(element) if name(child) not in SILENT]
    if tag == "mfrac":
        return "/".join(parts)
    if tag == "msup" and len(parts) == 2 and parts[0][-1:].isdigit() and parts[1].lstrip("-\u2212")[:1].isdigit():
        return "^".join(parts)
    if tag == "mfenced":
        return element.get("open", "(") + ", ".join(parts) + element.get("close", ")")
    if tag == "mspace":
        return " "
    if tag in ("mtable", "mtr"):
        return " ".join(parts)
    return "".join([(element.text or "").strip(), *parts]).translate(_INVISIBLE)


def from_tex(source: str) -> str:
    """A formula of LaTeX as near to print as its signs allow; commands for the look are dropped."""
    body = _LATEX_BODY.search(source)
    text = _FRACTION.sub(r"\1/\2", body.group(1) if body else _LATEX_HEAD.sub("", source))
    text = _POWER.sub("\ue000", text)
    text = _MARKS.sub(lambda m: " " if m[0] in "~&" else "", _COMMAND.sub(_command, text))
    return " ".join(text.replace("\ue000", "^").split())


def _command(found: re.Match[str]) -> str:
    word, sign = found.groups()
    return _SYMBOLS.get(word, "") if word else sign if sign in "%#" else " "
