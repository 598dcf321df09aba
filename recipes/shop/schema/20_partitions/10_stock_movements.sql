-- Partitioned by month, so that old months can be detached and archived whole.
-- The key must contain the partitioning column. The number comes from a
-- sequence of our own, as `serial` would make it: identity columns of
-- partitioned tables differ between PostgreSQL 15 and 17.
create sequence shop.stock_movements_id_seq as bigint;

create table shop.stock_movements (
    id           bigint             not null default nextval('shop.stock_movements_id_seq'),
    moved_at     timestamptz        not null,
    product_id   integer            not null,
    batch_no     smallint           not null,
    warehouse_id smallint           not null references shop.warehouses (id),
    kind         shop.movement_kind not null,
    quantity     integer            not null,

    primary key (moved_at, id),
    foreign key (product_id, batch_no) references shop.batches (product_id, batch_no),
    constraint stock_movements_sign check (
        case when kind in ('cooked', 'returned') then quantity > 0 else quantity < 0 end)
) partition by range (moved_at);

alter sequence shop.stock_movements_id_seq owned by shop.stock_movements.id;

create index stock_movements_batch_idx on shop.stock_movements (product_id, batch_no);
create index stock_movements_warehouse_id_idx on shop.stock_movements (warehouse_id);

comment on table shop.stock_movements is 'Jars in (above zero) and out (below zero)';

-- A bound without a zone would depend on the session's; these never do.
create table shop.stock_movements_2024_07 partition of shop.stock_movements
    for values from ('2024-07-01 00:00+00') to ('2024-08-01 00:00+00');
create table shop.stock_movements_2024_08 partition of shop.stock_movements
    for values from ('2024-08-01 00:00+00') to ('2024-09-01 00:00+00');
create table shop.stock_movements_2024_09 partition of shop.stock_movements
    for values from ('2024-09-01 00:00+00') to ('2024-10-01 00:00+00');
create table shop.stock_movements_2024_10 partition of shop.stock_movements
    for values from ('2024-10-01 00:00+00') to ('2024-11-01 00:00+00');
create table shop.stock_movements_2024_11 partition of shop.stock_movements
    for values from ('2024-11-01 00:00+00') to ('2024-12-01 00:00+00');
create table shop.stock_movements_2024_12 partition of shop.stock_movements
    for values from ('2024-12-01 00:00+00') to ('2025-01-01 00:00+00');
create table shop.stock_movements_2025_01 partition of shop.stock_movements
    for values from ('2025-01-01 00:00+00') to ('2025-02-01 00:00+00');
create table shop.stock_movements_2025_02 partition of shop.stock_movements
    for values from ('2025-02-01 00:00+00') to ('2025-03-01 00:00+00');
create table shop.stock_movements_2025_03 partition of shop.stock_movements
    for values from ('2025-03-01 00:00+00') to ('2025-04-01 00:00+00');
create table shop.stock_movements_2025_04 partition of shop.stock_movements
    for values from ('2025-04-01 00:00+00') to ('2025-05-01 00:00+00');
create table shop.stock_movements_2025_05 partition of shop.stock_movements
    for values from ('2025-05-01 00:00+00') to ('2025-06-01 00:00+00');
create table shop.stock_movements_2025_06 partition of shop.stock_movements
    for values from ('2025-06-01 00:00+00') to ('2025-07-01 00:00+00');
create table shop.stock_movements_2025_07 partition of shop.stock_movements
    for values from ('2025-07-01 00:00+00') to ('2025-08-01 00:00+00');
create table shop.stock_movements_2025_08 partition of shop.stock_movements
    for values from ('2025-08-01 00:00+00') to ('2025-09-01 00:00+00');
create table shop.stock_movements_2025_09 partition of shop.stock_movements
    for values from ('2025-09-01 00:00+00') to ('2025-10-01 00:00+00');
create table shop.stock_movements_2025_10 partition of shop.stock_movements
    for values from ('2025-10-01 00:00+00') to ('2025-11-01 00:00+00');
create table shop.stock_movements_2025_11 partition of shop.stock_movements
    for values from ('2025-11-01 00:00+00') to ('2025-12-01 00:00+00');
create table shop.stock_movements_2025_12 partition of shop.stock_movements
    for values from ('2025-12-01 00:00+00') to ('2026-01-01 00:00+00');
create table shop.stock_movements_2026_01 partition of shop.stock_movements
    for values from ('2026-01-01 00:00+00') to ('2026-02-01 00:00+00');
create table shop.stock_movements_2026_02 partition of shop.stock_movements
    for values from ('2026-02-01 00:00+00') to ('2026-03-01 00:00+00');
create table shop.stock_movements_2026_03 partition of shop.stock_movements
    for values from ('2026-03-01 00:00+00') to ('2026-04-01 00:00+00');
create table shop.stock_movements_2026_04 partition of shop.stock_movements
    for values from ('2026-04-01 00:00+00') to ('2026-05-01 00:00+00');
create table shop.stock_movements_2026_05 partition of shop.stock_movements
    for values from ('2026-05-01 00:00+00') to ('2026-06-01 00:00+00');
create table shop.stock_movements_2026_06 partition of shop.stock_movements
    for values from ('2026-06-01 00:00+00') to ('2026-07-01 00:00+00');

-- What no month takes: here the jars cooked before the first day of sale.
create table shop.stock_movements_default partition of shop.stock_movements default;
