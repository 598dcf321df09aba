---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);
create index by_name on users (name);

---- bad: a table of another form, and an index
create table if not exists users (id bigint primary key, mail text);
create index if not exists by_name on users (age);

---- finds
warning[already-there]: users is there already, and this does nothing
  --> 1_case.up.sql:1:1
    |
  1 | create table if not exists users (id bigint primary key, mail text);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: alter it, or leave if not exists out

warning[already-there]: by_name is there already, and this does nothing
  --> 1_case.up.sql:2:1
    |
  2 | create index if not exists by_name on users (age);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: alter it, or leave if not exists out

2 warnings

---- good: it is not there
create table if not exists teams (id bigint primary key);
create index if not exists by_age on users (age);
