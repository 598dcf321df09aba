---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: two tables
drop table if exists users, public.posts;

---- finds
warning[drops-table]: public.posts goes, with its rows, and programs may still use it
  --> 1_case.up.sql:1:1
    |
  1 | drop table if exists users, public.posts;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: drop it when nothing uses it any more, and say so in a comment

warning[drops-table]: users goes, with its rows, and programs may still use it
  --> 1_case.up.sql:1:1
    |
  1 | drop table if exists users, public.posts;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: drop it when nothing uses it any more, and say so in a comment

2 warnings

---- good: one of the same file
create table teams (id bigint primary key);
drop table teams;
