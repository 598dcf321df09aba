---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: a table in use
alter table users rename to people;

---- finds
warning[renames-table]: whoever still uses users fails from now on
  --> 1_case.up.sql:1:1
    |
  1 | alter table users rename to people;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: create a view of the old name in the same transaction

1 warning

---- good: the old name stays as a view
alter table users rename to people;
create view users as select * from people;

---- good: a table of the same file, or an index
create table teams (id bigint primary key);
alter table teams rename to groups;
alter index users_pkey rename to users_key;
