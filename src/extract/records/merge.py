"""Merging: the same value printed again is one result; the body's print wins over the abstract's."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from extract.records.schema import Result

Number = tuple[float | None, float | None, str]
# Endpoint names are one outcome when their words agree to this degree (rapidfuzz, 0-100).
_ALIKE = 75


def merge_results(results: Sequence[tuple[int, Result]]) -> list[Result]:
    """Drop results that repeat one of another sentence; what the earlier lacks is filled in.

    Each result comes with the place of its sentence: two equal numbers of one sentence are two.
    """
    kept: list[Result] = []
    by_number: dict[Number, list[tuple[int, Result]]] = {}
    for place, result in results:
        alike = by_number.setdefault((result.value, result.low if result.value is None else None, result.measure), [])
        twin = next((k for at, k in alike if at != place and _same(k, result)), None)
        if twin:
            _note(twin, result)
            _fill(twin, result)
        else:
            kept.append(result)
            alike.append((place, result))
    return kept


def _same(a: Result, b: Result) -> bool:
    """Whether two results with the same number are one."""
    if a.arm and b.arm and fuzz.token_set_ratio(a.arm, b.arm) < _ALIKE:
        return False
    if a.timepoint and b.timepoint and a.timepoint != b.timepoint:
        return False
    return bool(fuzz.token_set_ratio(a.endpoint, b.endpoint) >= _ALIKE) or a.endpoint == "unspecified"


def _fill(kept: Result, again: Result) -> None:
    for name in ("low", "high", "error", "timepoint", "arm", "subgroup", "p_value"):
        if getattr(kept, name) is None and (kept.value is not None or name not in ("low", "high")):
            setattr(kept, name, getattr(again, name))


def _note(kept: Result, again: Result) -> None:
    """Note on a result that it is told again elsewhere, whether with the same arm (see ``extract.records.signs``)."""
    if kept.provenance:
        same_arm = bool(kept.arm) and kept.arm == again.arm
        kept.provenance.signs += ("again", *(["again:arm"] if same_arm else []), f"again:{again.source}")
