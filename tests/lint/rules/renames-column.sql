---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: a column in use
alter table users rename column name to full_name;

---- finds
warning[renames-column]: whoever still uses users.name fails from now on
  --> 1_case.up.sql:1:1
    |
  1 | alter table users rename column name to full_name;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: add a column of the new name, and change over in several steps

1 warning

---- good: a table of the same file
create table teams (id bigint primary key, name text);
alter table teams rename column name to full_name;
