-- Names of the columns, never their values: an audit that copied old e-mail
-- addresses would have to be masked, and erased, with the customers.
create table crm.customer_changes (
    id              bigint      generated always as identity primary key,
    customer_id     integer     not null references crm.customers (id) on delete cascade,
    changed_at      timestamptz not null,
    changed_columns text[]      not null check (cardinality(changed_columns) > 0)
);

create index customer_changes_customer_id_idx on crm.customer_changes (customer_id, changed_at);

comment on table crm.customer_changes is 'Audit: which columns of a customer changed, and when';
