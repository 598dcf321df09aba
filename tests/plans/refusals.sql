-- What the recipes of refusals.txt copy.
create schema app;
create schema crm;
create schema odd;
create table app.users (
  id int primary key, email varchar(40) not null unique, name text, phone varchar(10), born date,
  tenant int, "Full Name" text);
create index on app.users (name);
create table app.orders (
  id int primary key, user_email varchar(40) references app.users (email) on update cascade, total int);
create table app.codes (code char(3) primary key, note text);
create unique index codes_note on app.codes (lower(note));
create table app.slots (id int primary key, room text, at int,
  exclude using hash (room with =));
create table app.opt (id int primary key, tag text, constraint one_null unique nulls not distinct (tag));
create table app.computed (
  id int primary key, first text, last text, whole text generated always as (first || last) stored);
create table app.parts (region text, id int, email text, primary key (region, id))
  partition by list (region);
create table app.parts_eu partition of app.parts for values in ('eu');
create table app.person (id int primary key, email text);
create table app.employee (salary int, primary key (id)) inherits (app.person);
create unlogged table app.cache (id int, email text);
create table odd.no_columns ();
create table crm.users (id int primary key, email text, "Email" text);
create table crm.notes (id int primary key, body text);
create type app.mood as enum ('sad', 'happy');
create domain app.amount as int;
create table odd.types (id int primary key, mood app.mood, price app.amount, note varchar(20));
create table odd.gone (id int);
create table odd.less (id int primary key, kept text, dropped text);
create table odd.more (id int primary key);
create table odd.generated (id int primary key, a text, b text generated always as (upper(a)) stored);
create table odd.plain (id int primary key, a text, b text);
create table crm.pairs (a int, b text, primary key (a, b));
create table crm.loose (id int primary key, x int, y text,
  foreign key (x, y) references crm.pairs);
create table crm.full (id int primary key, x int, y text,
  constraint both_or_none foreign key (x, y) references crm.pairs match full);
