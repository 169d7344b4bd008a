"""Arms of a row: what a table's treatment column says was given, in its order, and which of them a word means.

"Solifenacin 5 to 10 mg per day versus placebo" has three arms; "(5 mg)" in another cell of the row
is the first, "placebo" the last, and of "2.0 versus 1.3" each value is that of the arm in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.lexicon import lexicon
from extract.mentions.doses import find_doses
from extract.relations.names import arm_name
from extract.relations.passage import Passage, ShortForms, read_passage

Span = tuple[int, int]

_TREATED = ("treatments", "stems")
# A general word ("therapy", "treatment") is no arm by itself.
_VAGUE = frozenset({"generic", "head", "group", "weak"})
_PLUS = re.compile(r"\s?(?:\+|\u00b1|plus|/)\s?")
_QUALIFIER = re.compile(r"(?<![\w-])(?P<word>[A-Za-z]+-[a-z]+|[Cc]onventional|[Ss]tandard)\s\Z")
_WORD = re.compile(r"\w+")
_AMOUNT = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class RowArm:
    """One arm of a row: its name, its drug without the dose, the printed words around it, and its span."""

    name: str
    drug: str
    words: str
    start: int
    end: int
    control: bool


def arm_spans(passage: Passage) -> list[Span]:
    """The half-open spans of a passage that name a treatment or a control, with the dose right behind."""
    found: list[Span] = sorted(_named(passage))
    joined: list[Span] = []
    for start, end in found:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif joined and _PLUS.fullmatch(passage.view, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [_widened(passage, span) for span in joined]


def _named(passage: Passage) -> Iterator[Span]:
    for name, hit in passage.hits:
        tags = hit.row.tags
        control = name == "arms" and tags & {"control", "intervention"} and "weak" not in tags
        if (name in _TREATED and not tags & _VAGUE) or control:
            yield hit.start, hit.end
    for token in passage.tokens:
        tags = passage.short_forms.get(token.text, frozenset())
        if tags & set(_TREATED):
            yield token.start, token.end


def _widened(passage: Passage, span: Span) -> Span:
    """With the word before that tells two arms of one drug apart, and the dose behind."""
    start, end = span
    before = _QUALIFIER.search(passage.view, max(passage.start, start - 30), start)
    start = before.start("word") if before else start
    for dose in passage.doses:
        if 0 <= dose[0] - end <= 2 and passage.view[end : dose[0]].strip(" ") == "":
            end = dose[1]
    return start, end


def row_arms(view: str, cells: Iterable[Span], forms: ShortForms) -> tuple[RowArm, ...]:
    """The arms that cells name, each once; a drug in several doses is several arms."""
    found: dict[str, RowArm] = {}
    for start, end in cells:
        passage = read_passage(view, start, end, (), forms.tags)
        spans = arm_spans(passage)
        for i, span in enumerate(spans):
            stop = spans[i + 1][0] if i + 1 < len(spans) else end
            for arm in _arms_at(passage, span, stop, forms.long):
                found.setdefault(arm.name, arm)
    return tuple(found.values())


def _arms_at(passage: Passage, span: Span, stop: int, long: Mapping[str, str]) -> Iterator[RowArm]:
    """The arms of one drug: one for each of its doses up to where the next drug stands."""
    view, (start, end) = passage.view, span
    first = min(end, next((a for a, _ in find_doses(view, start, stop)), end))
    drug = arm_name(view[start:first], long)
    words = view[start:stop].lower()
    control = _is_control(view[start:end])
    doses = list(find_doses(view, first, stop))
    listed = [d for i, d in enumerate(doses) if i == 0 or d[0] - doses[i - 1][1] <= 12]
    unit = view[slice(*listed[-1])].lstrip("0123456789.,").strip(" -") if listed else ""
    amounts = {m.group(): None for d in listed if (m := _AMOUNT.match(view, *d))}
    if len(amounts) < 2 or control:
        yield RowArm(arm_name(view[start:end], long), drug, words, start, end, control)
        return
    for amount in amounts:
        yield RowArm(
            f"{drug} {amount} {unit.split()[0]}" if unit else f"{drug} {amount}", drug, words, start, end, control
        )


def _is_control(text: str) -> bool:
    return any("control" in hit.row.tags for name in ("treatments", "arms") for hit in lexicon(name).find(text))


def drugs(arms: Sequence[RowArm]) -> list[RowArm]:
    """The arms with the doses of one drug as one."""
    return list({arm.drug: arm for arm in reversed(arms)}.values())[::-1]


def meant(arms: Sequence[RowArm], printed: str, long: Mapping[str, str]) -> str | None:
    """The arm that a printed word means: by its name, by its dose, or by words of the treatment cell."""
    name = arm_name(printed, long)
    if not name:
        return None
    if any(name == arm.name or name == arm.drug for arm in arms) or not arms:
        return name
    amount = _AMOUNT.match(printed.strip())
    tested = [a for a in drugs(arms) if not a.control]
    if amount:
        dosed = [a for a in arms if amount.group() in _AMOUNT.findall(a.name[len(a.drug) :])]
        return dosed[0].name if len(dosed) == 1 else f"{tested[0].drug} {name}" if len(tested) == 1 else name
    if "all" in lexicon("pointers").tags_of(name):
        return tested[0].drug if len(tested) == 1 else name
    inside = [a for a in drugs(arms) if name in a.words.split() or f"{name})" in a.words or f"({name}" in a.words]
    if len(inside) == 1 and name not in inside[0].name:
        return f"{inside[0].drug} {name}"
    return name


def fits(arms: Sequence[RowArm], name: str) -> bool:
    """Whether a name may be one of the arms: it shares a word with one, or is a control.

    The name of an outcome may be that of a treatment, too ("revascularization").
    """
    words = set(_WORD.findall(name))
    shares = any(words & set(_WORD.findall(f"{a.name} {a.words}")) for a in arms)
    return len(arms) < 2 or shares or _is_control(name)


def alike(arm: RowArm, name: str) -> bool:
    """Whether an arm is the one that a value names: the whole name where the drug has several arms."""
    return name in (arm.name, arm.drug) or name.startswith(arm.name) or arm.name.startswith(name)


def complete(arms: Sequence[RowArm], names: Sequence[str | None]) -> list[str | None]:
    """The names of the arms of a comparison's values, those that are not printed filled in by their place."""
    unknown = [i for i, name in enumerate(names) if name is None]
    known = [name for name in names if name is not None]
    for pool in (list(arms), drugs(arms)):
        left = [a for a in pool if not any(alike(a, name) for name in known)]
        if unknown and len(names) > 1 and len(left) == len(unknown) and len(pool) == len(names):
            filled = dict(zip(unknown, left, strict=True))
            return [_label(pool, arms, filled[i]) if i in filled else name for i, name in enumerate(names)]
    return list(names)


def _label(pool: Sequence[RowArm], arms: Sequence[RowArm], arm: RowArm) -> str:
    """The arm's own name; the drug alone where it stands for several doses."""
    return arm.drug if sum(a.drug == arm.drug for a in arms) > 1 and len(pool) < len(arms) else arm.name
