---- before: a table in use
create table users (id bigint primary key, name varchar(10), age int, born text);
create index on users (age);

---- bad: every row becomes longer
alter table users alter column age type bigint;

---- finds
warning[column-type-rewrites-table]: nobody can use users until all its rows are written anew
  --> 1_case.up.sql:1:32
    |
  1 | alter table users alter column age type bigint;
    |                                ^^^^^^^^^^^^^^^
  help: add a column of the new type, fill it in batches, and change over

1 warning

---- bad: every row is checked
alter table users alter column name type varchar(5);

---- finds
warning[column-type-rewrites-table]: nobody can use users until all its rows are written anew
  --> 1_case.up.sql:1:32
    |
  1 | alter table users alter column name type varchar(5);
    |                                ^^^^^^^^^^^^^^^^^^^^
  help: add a column of the new type, fill it in batches, and change over

1 warning

---- good: nothing changes in the rows
alter table users alter column name type varchar(20);
alter table users alter column name type text;

---- good: a table of the same file
create table teams (id int primary key);
alter table teams alter column id type bigint;
