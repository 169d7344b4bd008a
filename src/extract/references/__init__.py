"""The reference list taken apart: what its entries say, which works a study cites, formats for reference managers."""

from extract.references.citing import Shelf
from extract.references.parse import works_of
from extract.references.work import Work

__all__ = ["Shelf", "Work", "works_of"]
