---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: with all that refer to it
truncate users cascade;

---- finds
error[truncate-cascade]: this also empties all tables that refer to users
  --> 1_case.up.sql:1:1
    |
  1 | truncate users cascade;
    | ^^^^^^^^^^^^^^^^^^^^^^
  help: name all tables that are meant

1 error

---- good: by name
truncate users, posts;
