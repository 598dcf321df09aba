---- bad: row-level security is off
create table users (id bigint primary key);
create policy own on users for select using (id = 1);
---- finds
error[policy-without-row-security]: table public.users has policies, and its row-level security is off
  --> a.sql:1:1
    |
  1 | create table users (id bigint primary key);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: alter table public.users enable row level security

1 error
---- good: it is on
create table users (id bigint primary key);
alter table users enable row level security;
create policy own on users for select using (id = 1);
