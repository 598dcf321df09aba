---- bad: by length and by name
create table users (id varchar(36) primary key, session_uuid text);
---- finds
note[uuid-as-text]: column public.users.id seems to hold UUIDs as character varying(36)
  --> a.sql:1:21
    |
  1 | create table users (id varchar(36) primary key, session_uuid text);
    |                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: use uuid

note[uuid-as-text]: column public.users.session_uuid seems to hold UUIDs as text
  --> a.sql:1:49
    |
  1 | create table users (id varchar(36) primary key, session_uuid text);
    |                                                 ^^^^^^^^^^^^^^^^^^
  help: use uuid

2 notes
---- good: uuid
create table users (id uuid primary key, session_uuid uuid, code varchar(35));
