---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);
create index by_name on users (name);

---- bad: an index in use
drop index if exists by_name;

---- finds
warning[drop-index-without-concurrently]: nobody can use the table of by_name while this waits for it
  --> 1_case.up.sql:1:1
    |
  1 | drop index if exists by_name;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: drop index concurrently, in a file of its own

1 warning

---- good: concurrently
drop index concurrently by_name;

---- good: one of the same file
create table teams (id bigint primary key, name text);
create index by_id on teams (id);
drop index by_id;
