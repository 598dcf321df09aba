---- bad: a limit
create table users (id bigint primary key, name varchar(80));
---- finds
note[varchar-with-limit]: column public.users.name is character varying(80)
  --> a.sql:1:44
    |
  1 | create table users (id bigint primary key, name varchar(80));
    |                                            ^^^^^^^^^^^^^^^^^
  help: use text, and a check on the length

1 note
---- good: no limit
create table users (id bigint primary key, name varchar, other text check (length(other) < 9));
