create table crm.customers (
    id               integer              generated always as identity primary key,
    -- The number that goes into links: it tells nobody how many customers we have.
    public_id        uuid                 not null default gen_random_uuid() unique,
    email            crm.email_address    not null unique,
    first_name       varchar(60)          not null,
    last_name        varchar(60)          not null,
    full_name        varchar(121)         generated always as (first_name || ' ' || last_name) stored,
    phone            varchar(32),
    birth_date       date,
    company          varchar(120),
    status           crm.customer_status  not null default 'active',
    language         char(2)              not null default 'en',
    favourite_kinds  shop.spread_kind[]   not null default '{}',
    preferences      jsonb                not null default '{}'
                                          check (jsonb_typeof(preferences) = 'object'),
    marketing_opt_in boolean              not null default false,
    referred_by      integer              references crm.customers (id) on delete set null,
    created_at       timestamptz          not null default now(),
    updated_at       timestamptz          not null default now(),

    constraint customers_do_not_refer_themselves check (referred_by <> id)
);

-- Support searches by name without minding the case.
create index customers_name_idx on crm.customers (lower(last_name), lower(first_name));
create index customers_preferences_idx on crm.customers using gin (preferences jsonb_path_ops);
create index customers_favourite_kinds_idx on crm.customers using gin (favourite_kinds);
create index customers_referred_by_idx on crm.customers (referred_by) where referred_by is not null;
create index customers_to_write_to_idx on crm.customers (created_at) where marketing_opt_in;

comment on table crm.customers is 'Everyone with an account in the web shop';
comment on column crm.customers.email is 'Personal: the login';
comment on column crm.customers.first_name is 'Personal';
comment on column crm.customers.last_name is 'Personal';
comment on column crm.customers.full_name is 'Personal: computed from first_name and last_name';
comment on column crm.customers.phone is 'Personal';
comment on column crm.customers.birth_date is 'Personal: for a jar on the birthday';
comment on column crm.customers.company is 'Hotels and cafés that buy for their guests';
comment on column crm.customers.preferences is 'Settings of the web shop';
comment on column crm.customers.referred_by is 'The customer who recommended us';
