create table order_statuses (
  name text primary key,
  position integer not null unique
);

comment on table order_statuses is 'What can become of an order; rows are in db/seeds/common';
