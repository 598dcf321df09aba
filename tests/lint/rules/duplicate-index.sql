---- bad: two of the same, and one of a key
create table users (id bigint primary key, name text);
create index by_name on users (name);
create index also_by_name on users (name);
create unique index by_id on users (id);

---- finds
warning[duplicate-index]: index public.by_name of public.users is the same as public.also_by_name
  --> a.sql:2:1
    |
  2 | create index by_name on users (name);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: drop index by_name

warning[duplicate-index]: index public.by_id of public.users is the same as public.users.users_pkey
  --> a.sql:4:1
    |
  4 | create unique index by_id on users (id);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: drop index by_id

2 warnings

---- good: another column, order, condition, method or operator class
create table users (id bigint primary key, name text);
create index a on users (name);
create index b on users (name desc);
create index c on users (name) where name <> '';
create index d on users using hash (name);
create index e on users (name text_pattern_ops);
create index f on users (lower(name));
create index g on users (upper(name));

---- good: a unique index beside a plain one
create table users (id bigint primary key, name text);
create unique index a on users (name) where name <> '';
