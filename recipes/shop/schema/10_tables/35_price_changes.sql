-- Written by the trigger products_record_price_change and by nobody else.
create table shop.price_changes (
    product_id integer      not null references shop.products (id) on delete cascade,
    changed_at timestamptz  not null,
    old_price  numeric(8,2) not null,
    new_price  numeric(8,2) not null,

    primary key (product_id, changed_at),
    constraint price_changes_differ check (old_price <> new_price)
);

comment on table shop.price_changes is 'Each change of a price; answers what a jar cost on a given day';
