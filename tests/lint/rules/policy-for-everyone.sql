---- bad: for all commands and for one
create table users (id bigint primary key);
alter table users enable row level security;
create policy everything on users using (true);
create policy adding on users for insert with check (true);

---- finds
warning[policy-for-everyone]: policy public.users.everything lets everybody write every row
  --> a.sql:3:1
    |
  3 | create policy everything on users using (true);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: name the roles with TO, or say which rows

warning[policy-for-everyone]: policy public.users.adding lets everybody insert every row
  --> a.sql:4:1
    |
  4 | create policy adding on users for insert with check (true);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: name the roles with TO, or say which rows

2 warnings

---- good: to read, for a role, or with a condition
create table users (id bigint primary key);
alter table users enable row level security;
create policy reading on users for select using (true);
create policy owners on users for delete to pg_monitor using (true);
create policy own on users for update using (id = 1) with check (id = 1);
