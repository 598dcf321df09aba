---- bad: a rule
create table users (id bigint primary key);
create rule keep as on delete to users do instead nothing;
---- finds
warning[rule-on-table]: public.users has rule keep, which rewrites queries
  --> a.sql:2:1
    |
  2 | create rule keep as on delete to users do instead nothing;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: write a trigger

1 warning
---- good: the rule that a view is
create table users (id bigint primary key);
create view some_users as select id from users;
