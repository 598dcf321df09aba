---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);
create table visits (at date) partition by range (at);

---- bad: in a transaction with others, and on a partitioned table
create index by_name on users (name);
create index on visits (at);

---- finds
warning[index-without-concurrently]: nobody can write to users while this index is built
  --> 1_case.up.sql:1:1
    |
  1 | create index by_name on users (name);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: create index concurrently, in a file of its own

warning[index-without-concurrently]: nobody can write to visits while this index is built
  --> 1_case.up.sql:2:1
    |
  2 | create index on visits (at);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: create it on only the parent, then one on each partition

2 warnings

---- bad: alone, which --fix mends
create unique index by_name on users (name);

---- finds
warning[index-without-concurrently]: nobody can write to users while this index is built
  --> 1_case.up.sql:1:1
    |
  1 | create unique index by_name on users (name);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: create index concurrently, in a file of its own

1 warning

---- good: concurrently
create index concurrently by_name on users (name);

---- good: a table of the same file
create table teams (id bigint primary key, name text);
create index on teams (name);
alter table teams rename to groups;
create index on groups (id, name);

---- good: only the partitioned table
create index by_day on only visits (at);
