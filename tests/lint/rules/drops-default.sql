---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);
alter table users alter column age set default 18;

---- bad: a column in use
alter table users alter column age drop default;

---- finds
note[drops-default]: users.age has no default from now on
  --> 1_case.up.sql:1:1
    |
  1 | alter table users alter column age drop default;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: make sure that every INSERT names it

1 note

---- good: another default
alter table users alter column age drop default;
alter table users alter column age set default 21;
