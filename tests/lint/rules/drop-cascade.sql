---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: a table, and a column
drop table users cascade;
alter table posts drop column author cascade;

---- finds
warning[drop-cascade]: this also drops whatever depends on it
  --> 1_case.up.sql:1:1
    |
  1 | drop table users cascade;
    | ^^^^^^^^^^^^^^^^^^^^^^^^
  help: drop without CASCADE, and what is in the way by name

warning[drop-cascade]: this also drops whatever depends on it
  --> 1_case.up.sql:2:1
    |
  2 | alter table posts drop column author cascade;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: drop without CASCADE, and what is in the way by name

2 warnings

---- good: without
drop table users;

---- good: one of the same file
create table teams (id bigint primary key);
drop table teams cascade;
