---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: both ways to say it
alter table users add column number bigserial;
alter table posts add column number bigint generated always as identity;

---- finds
warning[serial-on-existing-table]: nobody can use users until all its rows are numbered
  --> 1_case.up.sql:1:30
    |
  1 | alter table users add column number bigserial;
    |                              ^^^^^^^^^^^^^^^^
  help: add a bigint column, then a sequence as its default, then fill it in batches

warning[serial-on-existing-table]: nobody can use posts until all its rows are numbered
  --> 1_case.up.sql:2:30
    |
  2 | alter table posts add column number bigint generated always as identity;
    |                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: add a bigint column, then a sequence as its default, then fill it in batches

2 warnings

---- good: a table of the same file
create table teams (name text);
alter table teams add column id bigserial primary key;
