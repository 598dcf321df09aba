---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);
alter table posts add constraint written check (author is not null);

---- bad: both ways to say it
alter table users alter column name set not null;
alter table users add constraint aged not null age;

---- finds
warning[set-not-null-reads-all-rows]: nobody can use users until name of all its rows is checked
  --> 1_case.up.sql:1:1
    |
  1 | alter table users alter column name set not null;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: add it as a constraint, not valid, and validate that in another transaction

warning[set-not-null-reads-all-rows]: nobody can use users until all its rows are checked
  --> 1_case.up.sql:2:23
    |
  2 | alter table users add constraint aged not null age;
    |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: add it as a constraint, not valid, and validate that in another transaction

2 warnings

---- good: a check says so already, or it is not valid
alter table posts alter column author set not null;
alter table users add constraint aged not null age not valid;

---- good: a column that is NOT NULL already
alter table users alter column id set not null;
