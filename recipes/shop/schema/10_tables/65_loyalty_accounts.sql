-- One to one: the customer's key is the account's key too.
create table crm.loyalty_accounts (
    customer_id integer     primary key references crm.customers (id) on delete cascade,
    card_number varchar(19) not null unique,
    points      integer     not null default 0 check (points >= 0),
    joined_on   date        not null
);

comment on table crm.loyalty_accounts is 'The collecting card: one point for each euro';
comment on column crm.loyalty_accounts.card_number is 'Personal: leads to the customer';
