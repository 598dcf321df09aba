---- bad: named after a table
create table users (id bigint primary key);
create table companies (id bigint primary key);
create table posts (id bigint primary key, user_id bigint, company_id bigint);
---- finds
note[missing-foreign-key]: column public.posts.user_id seems to refer to public.users
  --> a.sql:3:44
    |
  3 | create table posts (id bigint primary key, user_id bigint, company_id bigint);
    |                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: add a foreign key to public.users

note[missing-foreign-key]: column public.posts.company_id seems to refer to public.companies
  --> a.sql:3:60
    |
  3 | create table posts (id bigint primary key, user_id bigint, company_id bigint);
    |                                                            ^^^^^^^^^^^^^^^^^^
  help: add a foreign key to public.companies

2 notes
---- good: a foreign key, another type, a comment, or no such table
create table users (id bigint primary key);
create table teams (id bigint primary key);
create table posts (id bigint primary key, user_id bigint references users, team_id text,
  colour_id bigint);
create table visits (id bigint primary key, user_id bigint);
comment on column visits.user_id is 'the user may be gone: no foreign key';
