"""A contender: the kernel's own pipe, without the planner and executor around it.

python -m bench.pipe SOURCE TARGET [--masked]      (connection strings)
"""

from __future__ import annotations

import json
import sys

from confiture._kernel import Connection, Mask, copy

_COLUMNS = (
    "id", "email", "first_name", "last_name", "phone", "city", "created_at", "active", "balance",
    "preferences", "bio",
)  # fmt: skip
_MASKS: dict[str, tuple[str, dict[str, str | int | bool | bytes | None]]] = {
    "email": ("email", {}),
    "first_name": ("name", {"part": "first"}),
    "last_name": ("name", {"part": "last"}),
    "phone": ("phone", {}),
}


def main(source: str, target: str, *, masked: bool) -> None:
    masks = [_mask(name) if masked and name in _MASKS else None for name in _COLUMNS]
    columns = ", ".join(_COLUMNS)
    with _connection(source) as out, _connection(target) as into:
        into.query("begin; truncate users")  # as a sync does: what is new is not logged
        copy(
            out,
            into,
            f"copy users ({columns}) to stdout (format binary)",
            f"copy users ({columns}) from stdin (format binary, freeze)",
            format="binary",
            masks=masks,
        )
        into.query("commit")


def _mask(column: str) -> Mask:
    name, parameters = _MASKS[column]
    return Mask(name, parameters, key=bytes(range(32)), release="bench", domain=f"users.{column}")


def _connection(keywords: str) -> Connection:
    return Connection(**json.loads(keywords))


if __name__ == "__main__":
    main(*sys.argv[1:3], masked="--masked" in sys.argv)
