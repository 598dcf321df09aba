---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: a column and its values
alter table users add column mail text;
update users set mail = name || '@example.com' where mail is null;

---- finds
warning[backfill-under-lock]: nobody can use public.users while rows of users change
  --> 1_case.up.sql:2:1
    |
  2 | update users set mail = name || '@example.com' where mail is null;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: change the rows in a migration of their own

1 warning

---- good: values alone
update users set name = lower(name) where name <> lower(name);

---- good: a table of the same file
alter table users add column mail text;
create table kinds (name text primary key);
insert into kinds values ('a'), ('b');
