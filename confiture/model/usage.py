"""What a server has counted about the use of its tables, indexes and sequences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Path: TypeAlias = tuple[str, str]


@dataclass(frozen=True)
class Usage:
    """By schema and name: `index_scans` how often each index was used, `table_reads` how often
    each table was read in whatever way, `sequence_values` the last value that each gave out."""

    index_scans: Mapping[Path, int]
    table_reads: Mapping[Path, int]
    sequence_values: Mapping[Path, int]
