---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: all rows
update users set age = age + 1;
delete from posts;

---- finds
warning[statement-without-where]: this changes all rows of users at once
  --> 1_case.up.sql:1:1
    |
  1 | update users set age = age + 1;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: say which rows, and go in batches

warning[statement-without-where]: this deletes all rows of posts at once
  --> 1_case.up.sql:2:1
    |
  2 | delete from posts;
    | ^^^^^^^^^^^^^^^^^
  help: say which rows, and go in batches

2 warnings

---- good: some rows, or a table of the same file
update users set age = 18 where age = 17;
create temporary table work (a int);
delete from work;
