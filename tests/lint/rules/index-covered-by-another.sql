---- bad: the beginning of another one
create table users (id bigint primary key, name text, born date);
create index by_name on users (name);
create index by_name_and_born on users (name, born);
---- finds
note[index-covered-by-another]: index public.by_name of public.users is the beginning of public.by_name_and_born
  --> a.sql:2:1
    |
  2 | create index by_name on users (name);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: drop index public.by_name

1 note
---- good: unique, of another order, or with a condition
create table users (id bigint primary key, name text, born date);
create unique index a on users (name);
create index b on users (born) where name <> '';
create index c on users (name, born);
