"""What was made last, by name: made again only where what it was made from has changed."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
_HELD = 8


class Recent(Generic[T]):
    """The last few things made, each with the mark of what it was made from. Nobody may change them."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[str, T]] = {}
        self._lock = Lock()

    def get(self, name: str, mark: str, make: Callable[[], T]) -> T:
        """The thing of this name and mark, made now where it is not held."""
        with self._lock:
            held = self._held.pop(name, None)
            if held is not None and held[0] == mark:
                self._held[name] = held
                return held[1]
        made = make()
        with self._lock:
            self._held[name] = mark, made
            while len(self._held) > _HELD:
                del self._held[next(iter(self._held))]
        return made
