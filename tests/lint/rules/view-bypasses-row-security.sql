---- bad: a view with its owner's rights
create table users (id bigint primary key, name text);
alter table users enable row level security;
create policy own on users for select using (id = 1);
create view names as select name from users;
---- finds
warning[view-bypasses-row-security]: view public.names passes by the row-level security of public.users
  --> a.sql:4:1
    |
  4 | create view names as select name from users;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: alter view public.names set (security_invoker = true)

1 warning
---- good: one with the caller's, and one of another table
create table users (id bigint primary key, name text);
alter table users enable row level security;
create policy own on users for select using (id = 1);
create view names with (security_invoker) as select name from users;
create table colours (id bigint primary key);
create view all_colours as select id from colours;
