---- bad: all privileges
create table users (id bigint primary key);
grant all on users to public;

---- finds
warning[everyone-may-write]: everybody may insert, update, delete, truncate in table public.users
  --> a.sql:1:1
    |
  1 | create table users (id bigint primary key);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: revoke insert, update, delete, truncate on public.users from public

1 warning

---- good: reading, or row-level security
create table users (id bigint primary key);
grant select on users to public;
create table notes (id bigint primary key);
alter table notes enable row level security;
grant insert on notes to public;
