---- bad: json
create table events (id bigint primary key, payload json);
---- finds
warning[json-column]: column public.events.payload is json, which has no equality
  --> a.sql:1:45
    |
  1 | create table events (id bigint primary key, payload json);
    |                                             ^^^^^^^^^^^^^
  help: use jsonb

1 warning
---- good: jsonb
create table events (id bigint primary key, payload jsonb);
---- bad: a column that is added
create table events (id bigint primary key);
alter table events
  add column at timestamptz,
  add column payload json;
---- finds
warning[json-column]: column public.events.payload is json, which has no equality
  --> a.sql:4:14
    |
  4 |   add column payload json;
    |              ^^^^^^^^^^^^
  help: use jsonb

1 warning
