"""A schema as people have them, of any size, and the life that each of its objects has had.

It comes in areas of twenty objects, each in a file of its own: a schema, an enumeration, ten tables
with keys and foreign keys, three indexes, two functions, a trigger and two views, with comments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

AREA = 20
TABLES_OF_AREA = 10
CHANGES = 10
"""So many statements make an object in the course of its life, the first one included."""

_WORDS = (
    "catalogue", "sales", "billing", "shipping", "support", "people", "payroll", "stock",
    "purchasing", "marketing", "reporting", "planning", "quality", "assets", "legal",
)  # fmt: skip
_TABLES = (
    "parties", "addresses", "contracts", "orders", "order_lines", "payments", "documents",
    "messages", "tasks", "task_notes",
)  # fmt: skip
_ACTIONS = ("no action", "cascade", "restrict")


@dataclass(frozen=True)
class Made:
    """An object. `ddl` makes it as it is in the end; so do the statements of `life`, one round
    after another, in each round those of all objects in order."""

    path: str
    ddl: str
    life: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.life) != CHANGES:
            raise ValueError(f"{self.path}: {len(self.life)} changes")


def objects(count: int) -> Iterator[Made]:
    """The first `count` objects, each after those that it needs."""
    for number in range(count):
        area, place = divmod(number, AREA)
        make, index = _PLACES[place]
        yield make(area, index)


def lived(made: tuple[Made, ...]) -> Iterator[str]:
    """The statements of all their lives, in an order in which a server takes them."""
    for change in range(CHANGES):
        for one in made:
            yield one.life[change]


def _schema_name(area: int) -> str:
    again, word = divmod(area, len(_WORDS))
    return f"{_WORDS[word]}_{again}" if again else _WORDS[word]


def _path(area: int, group: str, name: str) -> str:
    return f"{area:03}_{_schema_name(area)}/{group}/{name}.sql"


def _schema(area: int, _: int) -> Made:
    """Tables come and go in it."""
    name = _schema_name(area)
    create = f"create schema {name};"
    comment = f"comment on schema {name} is 'What {name} knows';"
    gone = tuple(
        statement
        for number in range(4)
        for statement in (
            f"create table {name}.tried_{number} (id bigint primary key, tried text not null);",
            f"drop table {name}.tried_{number};",
        )
    )
    return Made(
        _path(area, "10_schema", name), _lines(create, comment), (create, *gone, comment)
    )  # fmt: skip


def _enumeration(area: int, _: int) -> Made:
    name = f"{_schema_name(area)}.state"
    comment = f"comment on type {name} is 'From draft to done';"
    labels = ("draft", "active", "paid", "late", "void", "held", "done")
    ddl = f"create type {name} as enum ({', '.join(map(_quoted, labels))});"
    life = (
        f"create type {name} as enum ('draft', 'open');",
        f"alter type {name} add value 'paid';",
        f"alter type {name} add value 'void';",
        f"alter type {name} rename value 'open' to 'active';",
        f"alter type {name} add value 'late' before 'void';",
        f"comment on type {name} is 'Where it stands';",
        f"alter type {name} add value 'held';",
        f"alter type {name} add value 'closed';",
        f"alter type {name} rename value 'closed' to 'done';",
        comment,
    )
    return Made(_path(area, "20_types", "state"), _lines(ddl, comment), life)


def _table(area: int, index: int) -> Made:
    """It refers to the one before it, and to one of another area."""
    schema, short = _schema_name(area), _TABLES[index]
    name = f"{schema}.{short}"
    action = _ACTIONS[(area + index) % len(_ACTIONS)]
    before = f"{schema}.{_TABLES[index - 1]}" if index else name
    other = f"{_schema_name((area * 7 + index) % area)}.{_TABLES[index]}" if area else before
    keys = f"""\
    parent_id bigint references {before} (id) on delete {action},
    source_id bigint references {other} (id)"""
    state = f"state {schema}.state default 'draft' not null"
    times = "created_at timestamptz default now() not null"
    unique = f"constraint {short}_code_key unique (code)"
    check = f"constraint {short}_amount_check check (amount >= 0)"
    comments = _lines(
        f"comment on table {name} is 'The {short} of {schema}';",
        f"comment on column {name}.parent_id is 'What it belongs to';",
        f"comment on column {name}.notes is 'What nobody made a column for';",
    )
    ddl = f"""\
create table {name} (
    id bigint generated always as identity primary key,
    code text not null,
{keys},
    {state},
    amount numeric(12,2) default 0 not null,
    {times},
    updated_at timestamptz,
    notes jsonb default '{{}}' not null,
    {unique},
    {check}
);"""
    first = f"""\
create table {name} (
    id bigint generated always as identity primary key,
    code varchar(40) not null,
{keys}
);"""
    updated = "add column updated_at timestamptz"
    amount = "alter column amount set default 0, alter column amount set not null"
    life = (
        first,
        f"alter table {name} add column {state};",
        f"alter table {name} add column amount integer;",
        f"alter table {name} alter column amount type numeric(12,2);",
        f"alter table {name} {amount};",
        f"alter table {name} add column old_notes text;",
        f"alter table {name} drop column old_notes, add column {times}, {updated};",
        f"alter table {name} add {check};",
        f"alter table {name} alter column code type text, add {unique};",
        f"alter table {name} add column notes jsonb default '{{}}' not null;\n{comments}",
    )
    return Made(_path(area, "30_tables", f"{index:02}_{short}"), _lines(ddl, comments), life)


def _index(area: int, index: int) -> Made:
    schema = _schema_name(area)
    table, early, late = (
        ("messages", "(code)", "(lower(code)) where state = 'draft'"),
        ("orders", "(parent_id)", "(parent_id, created_at desc)"),
        ("payments", "(source_id)", "(state, amount) include (source_id)"),
    )[index]
    name = f"{table}_{('code', 'parent', 'state')[index]}_idx"
    create = f"create index {name} on {schema}.{table}"
    comment = f"comment on index {schema}.{name} is 'For the lists of {table}';"
    drop = f"drop index {schema}.{name};"
    first, final = f"{create} {early};", f"{create} {late};"
    unique = f"create unique index {name} on {schema}.{table} (code);"
    life = (first, drop, unique, drop, first, drop, unique, drop, final, comment)
    return Made(_path(area, "40_indexes", name), _lines(final, comment), life)


def _touch(area: int, _: int) -> Made:
    """The function of the trigger."""
    name = f"{_schema_name(area)}.touch()"
    comment = f"comment on function {name} is 'Notes when a row changed';"

    def version(time: str) -> str:
        return f"""\
create or replace function {name} returns trigger language plpgsql as $$
begin
    if new is distinct from old then
        new.updated_at = {time};
    end if;
    return new;
end
$$;"""

    final = version("now()")
    times = ("clock_timestamp()", "statement_timestamp()", "now() at time zone 'UTC'", "now()")
    life = (*(version(times[number % 4]) for number in range(8)), final, comment)
    return Made(_path(area, "50_functions", "touch"), _lines(final, comment), life)


def _total(area: int, _: int) -> Made:
    """A function that is dropped and made again on the way."""
    schema = _schema_name(area)
    name = f"{schema}.descendants(bigint)"
    comment = f"comment on function {name} is 'How many contracts stem from an address';"

    def version(depth: int) -> str:
        return f"""\
create or replace function {schema}.descendants(root bigint) returns bigint
language sql stable parallel safe as $$
    with recursive tree as (
        select id, 1 as depth from {schema}.addresses where id = root
        union all
        select c.id, t.depth + 1 from {schema}.contracts c join tree t on c.parent_id = t.id
        where t.depth < {depth}
    )
    select count(*) from tree
$$;"""

    versions = (version(2), version(3), version(4))
    life = (*versions, f"drop function {name};", *versions, version(5), version(6), comment)
    return Made(_path(area, "50_functions", "descendants"), _lines(version(6), comment), life)


def _trigger(area: int, _: int) -> Made:
    schema = _schema_name(area)
    on = f"on {schema}.orders"
    comment = f"comment on trigger orders_touch {on} is 'Keeps updated_at';"
    row = f"for each row execute function {schema}.touch();"

    def version(event: str) -> str:
        return f"create trigger orders_touch before {event} {on} {row}"

    first, second = version("update"), version("insert or update")
    final = version("update of code, state, amount")
    drop = f"drop trigger orders_touch {on};"
    life = (first, drop, second, drop, first, drop, second, drop, final, comment)
    return Made(_path(area, "60_triggers", "orders_touch"), _lines(final, comment), life)


def _view(area: int, index: int) -> Made:
    schema = _schema_name(area)
    short, table, detail = (
        ("open_orders", "orders", "order_lines"),
        ("open_tasks", "tasks", "task_notes"),
    )[index]
    name = f"{schema}.{short}"
    comment = f"comment on view {name} is 'The {table} that are no drafts';"

    def version(columns: str, where: str = "") -> str:
        return f"""\
create or replace view {name} as
select one.id, one.parent_id, count(part.id) as parts{columns}
from {schema}.{table} one
left join {schema}.{detail} part on part.parent_id = one.id{where}
group by one.id;"""

    where = "\nwhere one.state <> 'draft'"
    first, second = version(""), version(", one.state", where)
    final = version(", one.state, sum(part.amount) as amount", where)
    drop = f"drop view {name};"
    life = (first, second, drop, first, second, drop, first, second, final, comment)
    return Made(_path(area, "70_views", short), _lines(final, comment), life)


def _lines(*statements: str) -> str:
    return "\n".join(statements) + "\n"


def _quoted(text: str) -> str:
    return f"'{text}'"


_Make: TypeAlias = Callable[[int, int], Made]
_PLACES: tuple[tuple[_Make, int], ...] = (
    (_schema, 0),
    (_enumeration, 0),
    *((_table, index) for index in range(TABLES_OF_AREA)),
    *((_index, index) for index in range(3)),
    (_total, 0),
    (_touch, 0),
    (_trigger, 0),
    *((_view, index) for index in range(2)),
)
