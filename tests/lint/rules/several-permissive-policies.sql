---- bad: two for the same command
create table users (id bigint primary key);
alter table users enable row level security;
create policy own on users for select using (id = 1);
create policy first on users using (id < 10);
---- finds
note[several-permissive-policies]: policies first, own of public.users are joined by OR for public, select
  --> a.sql:3:1
    |
  3 | create policy own on users for select using (id = 1);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: make them one, or one restrictive

1 note
---- good: other commands, other roles, or restrictive
create table users (id bigint primary key);
alter table users enable row level security;
create policy own on users for select using (id = 1);
create policy adding on users for insert with check (id > 1);
create policy never on users as restrictive using (id > 0);
create policy watching on users for select to pg_monitor using (true);
