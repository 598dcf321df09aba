---- bad: database: serial, identity, and one that counts down
create table users (id serial primary key);
create table groups (id int generated always as identity primary key);
create sequence down as smallint increment -1;
select setval('users_id_seq', 2000000000), setval('groups_id_seq', 2147483647);
select setval('down', -30000);
---- finds
warning[sequence-near-end]: sequence public.groups_id_seq has given out 100% of its values
  help: make it, and its column, bigint

warning[sequence-near-end]: sequence public.down has given out 92% of its values
  help: make it, and its column, bigint

warning[sequence-near-end]: sequence public.users_id_seq has given out 93% of its values
  help: make it, and its column, bigint

3 warnings
---- good: database: at the beginning, or in a circle
create table users (id serial primary key);
create sequence round as smallint cycle;
select nextval('users_id_seq'), setval('round', 32000);
