---- bad: bigserial
create table users (id bigserial primary key);
---- finds
note[serial-column]: column public.users.id is a serial
  --> a.sql:1:21
    |
  1 | create table users (id bigserial primary key);
    |                     ^^^^^^^^^^^^^^^^^^^^^^^^^
  help: use generated always as identity

1 note
---- good: identity, and a sequence that several tables share
create sequence numbers;
create table users (id bigint primary key generated always as identity);
create table orders (id bigint primary key default nextval('numbers'));
