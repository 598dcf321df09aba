---- bad: serial and identity
create table users (id serial primary key);
create table groups (id smallint generated always as identity primary key);
---- finds
warning[integer-primary-key]: primary key public.users.id is integer, and ends at 2,147,483,647
  --> a.sql:1:21
    |
  1 | create table users (id serial primary key);
    |                     ^^^^^^^^^^^^^^^^^^^^^^
  help: use bigint

warning[integer-primary-key]: primary key public.groups.id is smallint, and ends at 32,767
  --> a.sql:2:22
    |
  2 | create table groups (id smallint generated always as identity primary key);
    |                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: use bigint

2 warnings
---- good: bigint, and numbers that are given by hand
create table users (id bigint generated always as identity primary key);
create table years (year integer primary key);
