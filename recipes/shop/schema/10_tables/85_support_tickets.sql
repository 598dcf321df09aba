create table crm.support_tickets (
    id            integer            generated always as identity primary key,
    customer_id   integer            references crm.customers (id) on delete set null,
    order_id      bigint             references shop.orders (id) on delete set null,
    assigned_to   integer            references crm.employees (id) on delete set null,
    channel       crm.ticket_channel not null,
    contact_email crm.email_address  not null,
    subject       varchar(120)       not null,
    body          text               not null,
    context       jsonb              not null default '{}',
    tags          text[]             not null default '{}',
    opened_at     timestamptz        not null default now(),
    closed_at     timestamptz,

    constraint support_tickets_close_later check (closed_at > opened_at)
);

create index support_tickets_customer_id_idx on crm.support_tickets (customer_id);
create index support_tickets_order_id_idx on crm.support_tickets (order_id);
create index support_tickets_open_idx on crm.support_tickets (assigned_to) where closed_at is null;
create index support_tickets_tags_idx on crm.support_tickets using gin (tags);
create index support_tickets_country_idx on crm.support_tickets ((context ->> 'country'));

comment on table crm.support_tickets is 'Questions and complaints';
comment on column crm.support_tickets.contact_email is 'Personal: where the answer goes';
comment on column crm.support_tickets.body is 'Personal: free text, with addresses and phone numbers in it';
comment on column crm.support_tickets.context is 'Personal at $.contact.email, $.contact.phone and $.ip';
