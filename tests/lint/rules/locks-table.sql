---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: without a mode, and with one that keeps writers out
lock table users;
lock table posts in share mode;

---- finds
note[locks-table]: nobody can write to users until the transaction ends
  --> 1_case.up.sql:1:1
    |
  1 | lock table users;
    | ^^^^^^^^^^^^^^^^
  help: leave it to the statements

note[locks-table]: nobody can write to posts until the transaction ends
  --> 1_case.up.sql:2:1
    |
  2 | lock table posts in share mode;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: leave it to the statements

2 notes

---- good: a weak mode, or a table of the same file
lock table users in row exclusive mode;
create table teams (id bigint primary key);
lock table teams;
