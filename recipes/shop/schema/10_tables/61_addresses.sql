-- Numbered within the customer: an order names (customer, address number), so
-- it cannot be sent to an address of somebody else.
create table crm.addresses (
    customer_id  integer      not null references crm.customers (id) on delete cascade,
    address_no   smallint     not null check (address_no > 0),
    recipient    varchar(121) not null,
    street       varchar(80)  not null,
    house_no     varchar(8)   not null,
    postcode     varchar(10)  not null,
    city         varchar(80)  not null,
    country_code char(2)      not null references shop.countries (code),
    is_default   boolean      not null default false,

    primary key (customer_id, address_no)
);

-- At most one default for each customer: unique, but only among the defaults.
create unique index addresses_one_default_idx on crm.addresses (customer_id) where is_default;
create index addresses_postcode_idx on crm.addresses (country_code, postcode);

comment on table crm.addresses is 'Where parcels go';
comment on column crm.addresses.recipient is 'Personal: name on the parcel';
comment on column crm.addresses.street is 'Personal';
comment on column crm.addresses.house_no is 'Personal';
comment on column crm.addresses.postcode is 'Personal';
comment on column crm.addresses.city is 'Personal together with the rest of the address';
