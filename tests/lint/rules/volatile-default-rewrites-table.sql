---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: another value for each row
alter table users add column token uuid default gen_random_uuid();

---- finds
warning[volatile-default-rewrites-table]: nobody can use users until all its rows are written anew
  --> 1_case.up.sql:1:30
    |
  1 | alter table users add column token uuid default gen_random_uuid();
    |                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: add the column, then set its default, then fill the rows in batches

1 warning

---- good: one value for all, or for new rows only
alter table users add column made timestamptz default now(), add column kind text default 'a';
alter table users add column token uuid;
alter table users alter column token set default gen_random_uuid();
