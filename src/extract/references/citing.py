"""Citation labels resolved to the works of the list."""

from __future__ import annotations

from collections.abc import Iterable

from extract.references.work import Work


class Shelf:
    """The works of a list by label."""

    def __init__(self, works: Iterable[Work]) -> None:
        self._works: dict[str, Work] = {}
        for work in works:
            self._works.setdefault(_key(work.label), work)

    def cited(self, labels: Iterable[str]) -> list[Work]:
        """The works that labels name, in the order of the labels, each once; what the list lacks is left out."""
        found = (self._works.get(_key(label)) for label in labels)
        return list({work.label: work for work in found if work}.values())


def _key(label: str) -> str:
    """A label without the marks and the case of its print: "Turpie et al., 2001" is "Turpie et al 2001"."""
    return " ".join("".join(c if c.isalnum() else " " for c in label.casefold()).split())
