set local lock_timeout = '2s';
create table posts (
  id bigint primary key generated always as identity,
  user_id bigint not null references users,
  title text not null default ''
);
comment on table posts is 'what a user has written';
create index on posts (user_id);
alter table posts alter column title set not null;
alter table posts add check (title <> 'x');
