"""Environments of a recipe as the runtime reaches them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from confiture.model.access import Access, SecretReference
from confiture.model.declarations import Environment, Reference, Secret, Value
from confiture.model.recipe import Recipe

# Settings that libpq knows by another name.
KEYWORDS = {"database": "dbname"}
_LIBPQ = (
    "service", "host", "hostaddr", "port", "database", "user", "sslmode", "sslrootcert", "sslcert",
    "sslkey", "connect_timeout", "options", "application_name",
)  # fmt: skip


def access(environment: Environment) -> Access:
    """The environment without its secrets' values: they stay references."""
    settings = environment.settings
    url = settings.get("url")
    secrets = [
        (keyword, value.name)
        for keyword in ("url", "password")
        if isinstance(value := settings.get(keyword), Reference)
    ]
    return Access(
        environment=environment.name,
        embedded=environment.embedded,
        url=url if isinstance(url, str) else None,
        parameters=tuple(
            (KEYWORDS.get(name, name), _text(settings[name])) for name in _LIBPQ if name in settings
        ),
        secrets=tuple(secrets),
        protected=environment.protected,
        statement_timeout=_milliseconds(settings.get("statement_timeout")),
        lock_timeout=_milliseconds(settings.get("lock_timeout")),
        max_connections=_count(settings.get("max_connections")),
    )


def secret_references(recipe: Recipe, names: Iterable[str]) -> tuple[SecretReference, ...]:
    return tuple(_reference(recipe.secrets[name]) for name in sorted(set(names)))


def _reference(secret: Secret) -> SecretReference:
    arguments = tuple(
        (name, str(value).lower() if isinstance(value, bool) else value)
        for name, value in sorted(secret.arguments.items())
    )
    return SecretReference(name=secret.name, kind=secret.kind, arguments=arguments)


def _text(value: Value) -> str:
    if isinstance(value, timedelta):  # libpq's timeouts are whole seconds
        return str(max(1, round(value.total_seconds())))
    return str(value)


def _milliseconds(value: Value) -> int:
    return int(value / timedelta(milliseconds=1)) if isinstance(value, timedelta) else 0


def _count(value: Value) -> int:
    return value if isinstance(value, int) else 8
