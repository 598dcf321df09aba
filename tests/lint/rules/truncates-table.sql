---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: a table in use
truncate users, posts;

---- finds
warning[truncates-table]: all rows of users go, and nobody can use it meanwhile
  --> 1_case.up.sql:1:10
    |
  1 | truncate users, posts;
    |          ^^^^^^^^^^^^
  help: make sure that nothing needs them, and say so in a comment

warning[truncates-table]: all rows of posts go, and nobody can use it meanwhile
  --> 1_case.up.sql:1:17
    |
  1 | truncate users, posts;
    |                 ^^^^^
  help: make sure that nothing needs them, and say so in a comment

2 warnings

---- good: a table of the same file
create table teams (id bigint primary key);
truncate teams;
