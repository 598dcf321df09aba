create table shop.shipments (
    id             bigint       generated always as identity primary key,
    order_id       bigint       not null unique references shop.orders (id) on delete cascade,
    warehouse_id   smallint     not null references shop.warehouses (id),
    carrier        varchar(30)  not null,
    tracking_code  varchar(24)  not null unique,
    recipient_name varchar(121) not null,
    shipped_at     timestamptz  not null,
    delivered_at   timestamptz,

    constraint shipments_deliver_later check (delivered_at > shipped_at)
);

create index shipments_warehouse_id_idx on shop.shipments (warehouse_id, shipped_at);
create index shipments_on_the_way_idx on shop.shipments (shipped_at) where delivered_at is null;

comment on table shop.shipments is 'The parcel of an order';
comment on column shop.shipments.recipient_name is 'Personal: as printed on the label';
