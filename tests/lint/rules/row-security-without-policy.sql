---- bad: no policy
create table users (id bigint primary key);
alter table users enable row level security;
---- finds
warning[row-security-without-policy]: table public.users has row-level security and no policy: it looks empty
  --> a.sql:1:1
    |
  1 | create table users (id bigint primary key);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: create policy … on public.users

1 warning
---- good: a policy
create table users (id bigint primary key);
alter table users enable row level security;
create policy own on users for select using (id = 1);
