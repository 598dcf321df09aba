---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: stored
alter table users add column shout text generated always as (upper(name)) stored;

---- finds
warning[generated-column-rewrites-table]: nobody can use users until shout is computed for all rows
  --> 1_case.up.sql:1:30
    |
  1 | alter table users add column shout text generated always as (upper(name)) stored;
    |                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: make it virtual, or a plain column that a trigger fills

1 warning

---- good: virtual
alter table users add column shout text generated always as (upper(name)) virtual;
