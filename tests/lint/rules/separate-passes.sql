---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: two checks
alter table users add check (age > 17);
alter table users add check (name <> '');

---- finds
note[separate-passes]: all rows of users are gone through again, as in line 1
  --> 1_case.up.sql:2:1
    |
  2 | alter table users add check (name <> '');
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: make the two one ALTER TABLE, with a comma between its commands

1 note

---- good: in one pass
alter table users add check (age > 17), add check (name <> '');

---- good: what is over in a moment
alter table users add column mail text;
alter table users add column born date;
