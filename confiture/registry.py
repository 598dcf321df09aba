"""The one extension mechanism: a table from names to things, filled by decorators."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Mapping[str, T], Generic[T]):
    """A mapping that refuses to register a name twice.

    The modules of `package`, which fill it, are imported when somebody first reads it.
    """

    def __init__(self, noun: str, package: str | None = None) -> None:
        self._noun = noun
        self._package = package
        self._entries: dict[str, T] = {}

    def register(self, name: str) -> Callable[[T], T]:
        def add(entry: T) -> T:
            if name in self._entries:
                raise ValueError(f"{self._noun} {name!r} is registered twice")
            self._entries[name] = entry
            return entry

        return add

    @cached_property
    def _filled(self) -> dict[str, T]:
        if self._package is not None:
            for module in pkgutil.iter_modules(importlib.import_module(self._package).__path__):
                importlib.import_module(f"{self._package}.{module.name}")
        return self._entries

    def __getitem__(self, name: str) -> T:
        return self._filled[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._filled)

    def __len__(self) -> int:
        return len(self._filled)
