---- bad: a column of 64 bytes
create table users (
  id bigint,
  a2345678901234567890123456789012345678901234567890123456789_1234 int
);

---- finds
warning[identifier-too-long]: the name is 64 bytes long, and becomes a2345678901234567890123456789012345678901234567890123456789_123
  --> a.sql:3:3
    |
  3 |   a2345678901234567890123456789012345678901234567890123456789_1234 int
    |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: use at most 63 bytes

1 warning

---- bad: database: a table whose name was cut off
create table a2345678901234567890123456789012345678901234567890123456789_1234 (id int);

---- finds
warning[identifier-too-long]: table public.a2345678901234567890123456789012345678901234567890123456789_123 is as long as a name can be, and was probably cut off
  help: rename it

1 warning

---- good: 63 bytes, as text and in a file
create table users (
  a2345678901234567890123456789012345678901234567890123456789_123 int,
  b text default 'a2345678901234567890123456789012345678901234567890123456789_1234'
);

---- before: nothing
select 1;

---- bad: a migration
alter table if exists users add column a2345678901234567890123456789012345678901234567890123456789_1234 int;

---- finds
warning[identifier-too-long]: the name is 64 bytes long, and becomes a2345678901234567890123456789012345678901234567890123456789_123
  --> 1_case.up.sql:1:40
    |
  1 | alter table if exists users add column a2345678901234567890123456789012345678901234567890123456789_1234 int;
    |                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: use at most 63 bytes

1 warning

---- good: a migration with 63 bytes
create table a2345678901234567890123456789012345678901234567890123456789_123 (id bigint primary key);
