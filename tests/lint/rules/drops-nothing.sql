---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: a misspelt name
drop table if exists usres;

---- finds
note[drops-nothing]: there is no usres, and this does nothing
  --> 1_case.up.sql:1:1
    |
  1 | drop table if exists usres;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: correct the name, or take it away

1 note

---- good: it is there, or was a moment ago
drop table if exists users;
create table teams (id bigint primary key);
drop table if exists teams;
