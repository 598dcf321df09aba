-- What is sold in a month was cooked shortly before it, plus a reserve. So the
-- stock is never below zero, and shop.stock_on_hand shows what is left over.

-- Needed four times below, so computed once; it goes with the transaction.
create temp table pg_temp.sold on commit drop as
select
    l.product_id,
    s.warehouse_id,
    -- Months since the first day of sale, counted from 1: the number of the batch.
    ((extract(year from s.shipped_at at time zone 'UTC') - 2024) * 12
        + extract(month from s.shipped_at at time zone 'UTC') - 6)::smallint as batch_no,
    (s.shipped_at at time zone 'UTC')::date as day,
    sum(l.quantity) as jars
from shop.order_lines as l
join shop.shipments as s on s.order_id = l.order_id
group by 1, 2, 3, 4;

analyze pg_temp.sold;

with cook as (
    select id, row_number() over (order by id) - 1 as turn, count(*) over () as cooks
    from crm.employees
    where department = 'kitchen'
),
demand as (
    select p.id as product_id, k as batch_no, coalesce(sum(s.jars), 0)::integer as jars
    from shop.products as p
    cross join generate_series(1, 24) as k
    left join pg_temp.sold as s on s.product_id = p.id and s.batch_no = k
    group by p.id, k
),
batch as (
    select
        d.*,
        (date '2024-06-01' + d.batch_no * interval '1 month')::date
            - 3 - abs(hashint8extended(d.product_id * 100 + d.batch_no, 701) % 10)::integer as cooked_on
    from demand as d
)
insert into shop.batches
    (product_id, batch_no, cooked_on, best_before, jars, sugar_brix, cooked_by)
select
    b.product_id,
    b.batch_no,
    b.cooked_on,
    (b.cooked_on + interval '18 months')::date,
    b.jars + 4 + b.jars / 20,
    58 + abs(hashint8extended(b.product_id * 100 + b.batch_no, 702) % 90) / 10.0,
    c.id
from batch as b
join cook as c on c.turn = (b.product_id + b.batch_no) % c.cooks;

with movement (moved_at, product_id, batch_no, warehouse_id, kind, quantity) as (
    -- Each warehouse gets what it will need …
    select (b.cooked_on + 1 + time '06:00') at time zone 'UTC', product_id, batch_no, s.warehouse_id,
           'cooked'::shop.movement_kind, sum(s.jars)
    from shop.batches as b
    join pg_temp.sold as s using (product_id, batch_no)
    group by b.cooked_on, product_id, batch_no, s.warehouse_id

    union all
    -- … and the reserve stays next to the kitchen, in Hamburg.
    select (b.cooked_on + 1 + time '06:30') at time zone 'UTC', product_id, batch_no, 1,
           'cooked', b.jars - coalesce(sum(s.jars), 0)
    from shop.batches as b
    left join pg_temp.sold as s using (product_id, batch_no)
    group by b.cooked_on, b.jars, product_id, batch_no

    union all
    -- What is packed on a day is booked in the evening, all orders together.
    select (s.day + time '19:00') at time zone 'UTC', product_id, batch_no, s.warehouse_id,
           'picked', -s.jars
    from pg_temp.sold as s

    union all
    -- Closed jars go back on the shelf.
    select r.returned_at, l.product_id, b.batch_no, s.warehouse_id, 'returned', r.quantity
    from shop.returned_lines as r
    join shop.order_lines as l using (order_id, line_no)
    join shop.shipments as s using (order_id)
    join shop.batches as b
        on b.product_id = l.product_id
        and b.batch_no = (extract(year from s.shipped_at at time zone 'UTC') - 2024) * 12
            + extract(month from s.shipped_at at time zone 'UTC') - 6
    where r.reason in ('wrong_item', 'late')

    union all
    -- Of every fifth batch a few jars leak, and somebody finds out a month later.
    select (b.cooked_on + 31 + time '15:00') at time zone 'UTC', b.product_id, b.batch_no, 1,
           'written_off', -1 - abs(hashint8extended(b.product_id * 100 + b.batch_no, 712) % 3)
    from shop.batches as b
    where hashint8extended(b.product_id * 100 + b.batch_no, 711) % 5 = 0
)
insert into shop.stock_movements
    (id, moved_at, product_id, batch_no, warehouse_id, kind, quantity)
select
    row_number() over (order by moved_at, kind, warehouse_id, product_id, batch_no, quantity),
    moved_at,
    product_id,
    batch_no,
    warehouse_id,
    kind,
    quantity
from movement;

select setval('shop.stock_movements_id_seq', (select max(id) from shop.stock_movements));
