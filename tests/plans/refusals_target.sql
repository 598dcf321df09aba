-- How the target differs.
drop table odd.gone, odd.less, odd.more, odd.generated, odd.plain;
create table odd.less (id int primary key, kept text);
create table odd.more (id int primary key, extra int not null, other text);
create table odd.generated (id int primary key, a text, b text);
create table odd.plain (id int primary key, a text, b text generated always as (upper(a)) stored);
alter type app.mood add value 'angry' before 'sad';
alter table odd.types alter price type int;
drop domain app.amount;
create domain app.amount as real;
alter table odd.types alter price type app.amount, alter note type varchar(10);
