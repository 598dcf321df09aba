create table users (
  id bigint primary key generated always as identity,
  name text not null
);
comment on table users is 'whoever may log in';
create index by_name on users (name);
insert into users (name) values ('a'), ('b');
