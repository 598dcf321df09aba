---- bad: a serial whose column became bigint
create table users (id serial primary key);
alter table users alter column id type bigint;
---- finds
warning[sequence-narrower-than-column]: sequence public.users_id_seq ends at 2,147,483,647, before column public.users.id, which is bigint
  --> a.sql:2:32
    |
  2 | alter table users alter column id type bigint;
    |                                ^^^^^^^^^^^^^^
  help: alter sequence public.users_id_seq as bigint

1 warning
---- good: both changed
create table users (id serial primary key);
alter table users alter column id type bigint;
alter sequence users_id_seq as bigint;
create table groups (id bigserial primary key);
