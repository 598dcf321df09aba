---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);
create schema app;
create type mood as enum ('sad', 'ok');
create function twice(int) returns int language sql return $1 * 2;

---- bad: by which programs call it
alter schema app rename to shop;
alter type mood rename value 'ok' to 'fine';
alter type mood rename to feeling;
alter function twice(int) rename to doubled;
alter table users set schema shop;

---- finds
warning[renames-object]: whoever still uses schema app fails from now on
  --> 1_case.up.sql:1:1
    |
  1 | alter schema app rename to shop;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: make the new one beside it, and drop the old one later

warning[renames-object]: whoever still uses label 'ok' fails from now on
  --> 1_case.up.sql:2:1
    |
  2 | alter type mood rename value 'ok' to 'fine';
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: make the new one beside it, and drop the old one later

warning[renames-object]: whoever still uses type mood fails from now on
  --> 1_case.up.sql:3:1
    |
  3 | alter type mood rename to feeling;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: make the new one beside it, and drop the old one later

warning[renames-object]: whoever still uses function twice fails from now on
  --> 1_case.up.sql:4:1
    |
  4 | alter function twice(int) rename to doubled;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: make the new one beside it, and drop the old one later

warning[renames-object]: whoever still uses users fails from now on
  --> 1_case.up.sql:5:1
    |
  5 | alter table users set schema shop;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: make the new one beside it, and drop the old one later

5 warnings

---- good: one of the same file
create type colour as enum ('red');
alter type colour rename value 'red' to 'blue';
