---- bad: more than the key
create table users (id bigint primary key, name text, unique (id, name));
---- finds
note[redundant-unique]: public.users.users_id_name_key is unique because public.users.users_pkey is
  --> a.sql:1:55
    |
  1 | create table users (id bigint primary key, name text, unique (id, name));
    |                                                       ^^^^^^^^^^^^^^^^^^
  help: drop it, or make it a plain index

1 note
---- good: a foreign key needs it, or a column may be NULL
create table users (id bigint primary key, tenant bigint not null, mail text unique, name text,
  unique (tenant, id), unique (mail, name));
create table posts (id bigint primary key, tenant bigint, author bigint,
  foreign key (tenant, author) references users (tenant, id));
