---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: with and without its word
alter table users add column mail text not null, add column born date constraint b not null;

---- finds
error[required-column-without-default]: this fails where users has rows: mail is NOT NULL
  --> 1_case.up.sql:1:30
    |
  1 | alter table users add column mail text not null, add column born date constraint b not null;
    |                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: give it a default, or fill it before it is set NOT NULL

error[required-column-without-default]: this fails where users has rows: born is NOT NULL
  --> 1_case.up.sql:1:61
    |
  1 | alter table users add column mail text not null, add column born date constraint b not null;
    |                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: give it a default, or fill it before it is set NOT NULL

2 errors

---- good: a default, one that counts, or NULL
alter table users
  add column mail text not null default '',
  add column number bigserial not null,
  add column other bigint not null generated always as identity,
  add column born date;

---- good: a table of the same file
create table teams (id bigint primary key);
alter table teams add column name text not null;
