"""How to reach an environment's database, with secrets by reference only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretReference:
    """Where a secret is found: `env` (name), `file` (path, create) or `keyring` (service, user)."""

    name: str
    kind: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """An environment as the planner leaves it: serialisable, and free of secrets.

    `parameters` are libpq's keywords; `secrets` maps a keyword (`password`, `url`) to the name
    of a secret. `embedded` is the database's name on the project's private server. `scratch` is
    how to reach the server of its scratch databases, where that is not the private one.
    Timeouts are in milliseconds, 0 for none.
    """

    environment: str
    embedded: str | None = None
    url: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    secrets: tuple[tuple[str, str], ...] = ()
    protected: bool = False
    statement_timeout: int = 0
    lock_timeout: int = 0
    max_connections: int = 8
    scratch: Access | None = None
