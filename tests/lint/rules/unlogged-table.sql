---- bad: an unlogged table
create unlogged table sessions (id bigint primary key);
---- finds
warning[unlogged-table]: table public.sessions is unlogged, and empty after a crash
  --> a.sql:1:1
    |
  1 | create unlogged table sessions (id bigint primary key);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: alter table public.sessions set logged

1 warning
---- good: one that is logged
create table sessions (id bigint primary key);
