---- bad: a password and a key
create table users (id bigint primary key, password text, "stripeApi_key" varchar(40));
---- finds
warning[secret-in-plain-column]: column public.users.password seems to hold a secret as plain text
  --> a.sql:1:44
    |
  1 | create table users (id bigint primary key, password text, "stripeApi_key" varchar(40));
    |                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: store a hash, or encrypt it, and name it for that

1 warning
---- good: a hash, and what only sounds like one
create table users (id bigint primary key, password_hash text, password_changed timestamptz,
  token_count int, secret bytea);
