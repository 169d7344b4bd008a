"""Sections: headed stretches of a document with a canonical kind, and their sentences."""

from __future__ import annotations

from extract.sections.boundaries import sentences_of
from extract.sections.section import Section, SectionKind, split_sections
from extract.sections.sentences import Sentence, split_sentences

__all__ = ["Section", "SectionKind", "Sentence", "sentences_of", "split_sections", "split_sentences"]
