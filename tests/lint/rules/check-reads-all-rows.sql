---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: of all rows
alter table users
  add constraint grown check (age > 17);

---- finds
warning[check-reads-all-rows]: nobody can use users until all its rows are checked
  --> 1_case.up.sql:2:7
    |
  2 |   add constraint grown check (age > 17);
    |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: add it not valid, and validate it in another transaction

1 warning

---- good: not valid
alter table users add constraint grown check (age > 17) not valid;

---- good: a table of the same file
create table teams (id bigint primary key);
alter table teams add check (id > 0);
