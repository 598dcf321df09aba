"""Masks and recipes that the tests of the language share."""

from __future__ import annotations

from collections.abc import Mapping

from confiture.model.privacy import MaskParameter, MaskSignature


def _mask(
    name: str, uniqueness: str, *, keyed: bool = False, **parameters: MaskParameter
) -> MaskSignature:
    return MaskSignature(name=name, parameters=parameters, keyed=keyed, uniqueness=uniqueness)


def _text(default: str | None = None) -> MaskParameter:
    return MaskParameter(kind="text", default=default)


def _integer(default: int) -> MaskParameter:
    return MaskParameter(kind="integer", default=default)


def _choice(*choices: str) -> MaskParameter:
    return MaskParameter(kind="choice", default=choices[0], choices=choices)


MASKS: Mapping[str, MaskSignature] = {
    mask.name: mask
    for mask in (
        _mask("null", "constant"),
        _mask("constant", "constant", value=MaskParameter(kind="any")),
        _mask("redact", "constant", text=_text("***")),
        _mask(
            "hash",
            "collision-free",
            keyed=True,
            length=_integer(32),
            encoding=_choice("hex", "base32"),
        ),
        _mask("email", "collision-free", keyed=True, domain=_text("example.com")),
        _mask(
            "name",
            "lossy",
            keyed=True,
            part=_choice("full", "first", "last"),
            unique=MaskParameter(kind="boolean", default=False),
            locale=_choice("en"),
        ),
        _mask("phone", "bijective", keyed=True),
        _mask("partial", "lossy", keep_first=_integer(0), keep_last=_integer(0), char=_text("*")),
    )
}


ENVIRONMENTS = """
environment production {
  host = "db.example.org"
  password = password
  protected = true
}
environment staging extends production { host = "staging.example.org" }
environment local {
  embedded = "shop"
  schema = "db/schema"
  seeds = ["db/seeds/common", "db/seeds/local"]
}
secret password = env("PGPASSWORD")
secret key = file("masking.key", create = true)
param tenant: text = "acme" "Tenant to work on"
param keep: duration = 90 days
let regions = ["FR", "DE"]
"""

_BLOCK = """
# Masking number {n}
masking people{n} "Anything that names a person" {{
  email, mail{n} with email(domain = "example.org")
  first_name with name(part = first)
  phone with phone() in domain phones
  notes with redact(text = "x")
  id, created_at keep because "not personal"
}}

recipe nightly{n} "Nightly" {{
  workers = 4
  build local from "db/schema", "db/more" {{
    drop_first = true
    order = hexadecimal
  }}
  sync production into staging {{
    key = key
    release = "r1"
    take app.*, public.users
    skip app.tmp_* because "rebuilt"
    mask app.users using people{n}
    mask app.people using people{n} {{
      iban with hash(length = 20)
      country keep
    }}
    keep others because "no personal data"
    verify counts and constraints
  }}
  migrate production {{
    stall = 1 s
    step add{n} "Nullable first" {{
      run $$ alter table app.t add column y{n} int $$ within 5 s
      undo $$ alter table app.t drop column y{n} $$
    }}
    step fill{n} after add{n} {{
      backfill app.t set $$ y{n} = :tenant::int + {n} $$
        where $$ y{n} is null $$
      verify $$ select count(*) = {n} from app.t $$
        else "some are left"
      irreversible because "nothing was there"
    }}
  }}
  run $$ update app.t set x = {n} where id = {n} $$ on staging within 1 min
  verify $$ select count(*) = 0 from app.users where email like :tenant and id = {n} $$
    on staging
    else "an unmasked address"
  parallel {{
    for each region in regions {{
      run $$ select app.check(:region, {n}) $$ on staging
    }}
    only when tenant == "acme" {{
      seed local
    }}
  }}
  require server_version >= 14 on production
  accept data-loss on staging because "a test"
}}
"""


def long_recipe(lines: int) -> str:
    """A recipe of at least so many lines, no two of its SQL texts alike."""
    parts = [ENVIRONMENTS]
    count = parts[0].count("\n")
    while count < lines:
        parts.append(_BLOCK.format(n=len(parts)))
        count += parts[-1].count("\n")
    return "".join(parts)
