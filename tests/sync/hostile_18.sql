-- What only PostgreSQL 18 has.
create table app.virtual (
  id int primary key, a text, b text generated always as (upper(a)) virtual,
  c text generated always as (lower(a)) stored);
create table app.temporal (
  id int, during daterange, v text, constraint temporal_pk primary key (id, during without overlaps));
create table app.temporal_uses (
  id int primary key, temporal_id int, during daterange,
  foreign key (temporal_id, period during) references app.temporal (id, period during));
create table app.unenforced (
  id int primary key, tree_id int references app.tree not enforced,
  v int constraint rough check (v > 0) not enforced);
create table app.later (id int, v text);
alter table app.later add constraint later_v not null v not valid;
create table app.by_identity (id int generated always as identity, at date not null, v text)
  partition by range (at);
create table app.by_identity_1 partition of app.by_identity for values from ('2020-01-01') to ('2021-01-01');
