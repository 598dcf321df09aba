---- bad: one that could not be built
create table users (id bigint primary key, name text);
create index by_name on users (name);
update pg_index set indisvalid = false where indexrelid = 'by_name'::regclass;
---- finds
error[invalid-index]: index public.by_name of public.users is invalid
  --> a.sql:2:1
    |
  2 | create index by_name on users (name);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: reindex index concurrently public.by_name

1 error
---- good: one that was built
create table users (id bigint primary key, name text);
create index by_name on users (name);
---- good: the index of a partitioned table, some partitions of which lack it
create table visits (at date) partition by range (at);
create table visits_2025 partition of visits for values from ('2025-01-01') to ('2026-01-01');
create index on only visits (at);
