---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: one of a table in use
alter table users
  drop column name;

---- finds
warning[drops-column]: users.name goes, with its values, and programs may still use it
  --> 1_case.up.sql:1:1
    |
  1 | alter table users
    | ^^^^^^^^^^^^^^^^^
  help: drop it when nothing uses it any more, and say so in a comment

1 warning

---- good: one of the same file, or of a table of the same file
alter table users add column mail text;
alter table users drop column mail;
create table teams (id bigint primary key, name text);
alter table teams drop column name;
