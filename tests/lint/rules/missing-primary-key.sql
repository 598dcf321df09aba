---- bad: a table without one
create table visits (at timestamptz not null);
---- finds
warning[missing-primary-key]: table public.visits has no primary key
  --> a.sql:1:1
    |
  1 | create table visits (at timestamptz not null);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: name the columns that tell its rows apart

1 warning
---- bad: a partitioned table, told once
create table visits (at date not null) partition by range (at);
create table visits_2025 partition of visits for values from ('2025-01-01') to ('2026-01-01');
---- finds
warning[missing-primary-key]: table public.visits has no primary key
  --> a.sql:1:1
    |
  1 | create table visits (at date not null) partition by range (at);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: name the columns that tell its rows apart

1 warning
---- good: a table with one
create table visits (id bigint primary key, at timestamptz not null);
