create table shop.order_lines (
    order_id     bigint        not null references shop.orders (id) on delete cascade,
    line_no      smallint      not null check (line_no > 0),
    product_id   integer       not null references shop.products (id) on delete restrict,
    quantity     smallint      not null check (quantity > 0),
    -- A copy, not a join: the price of that day must outlive the next change.
    unit_price   numeric(8,2)  not null check (unit_price > 0),
    discount_pct numeric(4,1)  not null default 0 check (discount_pct between 0 and 50),
    line_total   numeric(10,2) generated always as
                 (round(quantity * unit_price * (100 - discount_pct) / 100, 2)) stored,

    primary key (order_id, line_no),
    unique (order_id, product_id)
);

create index order_lines_product_id_idx on shop.order_lines (product_id);

comment on table shop.order_lines is 'What is in the basket';
comment on column shop.order_lines.unit_price is 'Euros with VAT on the day of the order';
