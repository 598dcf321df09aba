---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: something stays, is missing, or is another
create table teams (id bigint primary key);
alter table users drop column age;
alter table users alter column name set not null;

---- down
alter table users drop column name;
alter table users add column name text default 'x';

---- finds
warning[down-does-not-undo]: the schema is not what it was: column public.teams.id stays, constraint teams_pkey on public.teams stays, default of public.users.name stays, and 2 more
  --> 1_case.down.sql:1:1
    |
  1 | alter table users drop column name;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: undo each statement, the last one first

1 warning

---- good: all is as it was
create table teams (id bigint primary key);
alter table users alter column name set not null;

---- down
alter table users alter column name drop not null;
drop table teams;
