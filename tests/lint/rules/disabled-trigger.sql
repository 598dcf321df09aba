---- bad: a disabled trigger
create table users (id bigint primary key);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touched before update on users for each row execute function touch();
alter table users disable trigger touched;

---- finds
warning[disabled-trigger]: trigger touched of public.users is disabled
  --> a.sql:3:1
    |
  3 | create trigger touched before update on users for each row execute function touch();
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: alter table public.users enable trigger touched

1 warning

---- good: one that fires
create table users (id bigint primary key);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touched before update on users for each row execute function touch();
