---- bad: three values
create table users (id bigint primary key, active boolean default true);
---- finds
note[nullable-boolean]: column public.users.active is true, false or NULL
  --> a.sql:1:44
    |
  1 | create table users (id bigint primary key, active boolean default true);
    |                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: set it NOT NULL, with a default

1 note
---- good: two values
create table users (id bigint primary key, active boolean not null default true);
