---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);
create view names as select name from users;
create function twice(int) returns int language sql return $1 * 2;
create type mood as enum ('sad');

---- bad: a view, a function and a type
drop view names;
drop function twice(int);
drop type mood;

---- finds
warning[drops-view-or-function]: view names goes, and programs may still use it
  --> 1_case.up.sql:1:1
    |
  1 | drop view names;
    | ^^^^^^^^^^^^^^^
  help: drop it when nothing uses it any more, and say so in a comment

warning[drops-view-or-function]: function twice goes, and programs may still use it
  --> 1_case.up.sql:2:1
    |
  2 | drop function twice(int);
    | ^^^^^^^^^^^^^^^^^^^^^^^^
  help: drop it when nothing uses it any more, and say so in a comment

warning[drops-view-or-function]: type mood goes, and programs may still use it
  --> 1_case.up.sql:3:1
    |
  3 | drop type mood;
    | ^^^^^^^^^^^^^^
  help: drop it when nothing uses it any more, and say so in a comment

3 warnings

---- good: made again in the same transaction
drop view names;
create view names as select name, age from users;
drop function twice(int);
create function twice(int) returns bigint language sql return $1::bigint * 2;

---- good: one of the same file
create view ages as select age from users;
drop view ages;
