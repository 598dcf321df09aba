---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);
alter table users alter column name set not null;

---- bad: a column in use
alter table users alter column name drop not null;

---- finds
note[drops-not-null]: users.name may be NULL from now on
  --> 1_case.up.sql:1:1
    |
  1 | alter table users alter column name drop not null;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: make sure that whoever reads it expects that

1 note

---- good: a table of the same file
create table teams (id bigint primary key, name text not null);
alter table teams alter column name drop not null;
