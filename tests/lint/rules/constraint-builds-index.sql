---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);
create unique index by_name on users (name);

---- bad: a unique constraint
alter table users add constraint named unique (name);

---- finds
warning[constraint-builds-index]: nobody can use users until the index is built
  --> 1_case.up.sql:1:23
    |
  1 | alter table users add constraint named unique (name);
    |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: create unique index concurrently, then add the constraint using index

1 warning

---- bad: with a column
alter table users add column mail text unique;

---- finds
warning[constraint-builds-index]: nobody can use users until the index is built
  --> 1_case.up.sql:1:40
    |
  1 | alter table users add column mail text unique;
    |                                        ^^^^^^
  help: create unique index concurrently, then add the constraint using index

1 warning

---- good: of an index that is there
alter table users add constraint named unique using index by_name;

---- good: a table of the same file
create table teams (id bigint not null);
alter table teams add primary key (id);
