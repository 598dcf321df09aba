---- bad: a function by its OID
create table hooks (id bigint primary key, call regprocedure);
---- finds
warning[reg-type-column]: column public.hooks.call is regprocedure, which pg_upgrade refuses
  --> a.sql:1:44
    |
  1 | create table hooks (id bigint primary key, call regprocedure);
    |                                            ^^^^^^^^^^^^^^^^^^
  help: store the name, as text

1 warning
---- good: by its name, and a type that pg_upgrade knows
create table hooks (id bigint primary key, call text, relation regclass);
