-- One to six picks for each basket. Who picks the same jar twice gets one line
-- with two jars.

with pick as (
    select
        o.id as order_id,
        -- Recipes at the head of the list sell best; small and middle jars, too.
        1 + 3 * (40 * t.taste * t.taste / 1000000)
            + case when t.size < 35 then 0 when t.size < 85 then 1 else 2 end as product_id,
        (array[1, 1, 1, 1, 1, 1, 2, 2, 3, 6])[1 + t.jars] as jars
    from shop.orders as o
    -- Six tries, of which each basket uses some: a series of fixed length is one
    -- whose rows the planner can count.
    join generate_series(1, 6) as i
        on i <= (array[1, 2, 2, 3, 3, 3, 4, 4, 5, 6])[1 + abs(hashint8extended(o.id, 521) % 10)]
    cross join lateral (
        select
            abs(hashint8extended(o.id * 10 + i, 522) % 1000) as taste,
            abs(hashint8extended(o.id * 10 + i, 523) % 100) as size,
            abs(hashint8extended(o.id * 10 + i, 524) % 10) as jars
    ) as t
),
line as (
    select
        order_id,
        product_id,
        sum(jars) as quantity,
        row_number() over (partition by order_id order by product_id) as line_no
    from pick
    group by order_id, product_id
)
insert into shop.order_lines (order_id, line_no, product_id, quantity, unit_price, discount_pct)
select
    l.order_id,
    l.line_no,
    l.product_id,
    l.quantity,
    -- The price of that day: what the next change replaced, or today's.
    coalesce(
        (select pc.old_price
         from shop.price_changes as pc
         where pc.product_id = l.product_id and pc.changed_at > o.placed_at
         order by pc.changed_at
         limit 1),
        p.price),
    coalesce(m.discount_pct, 0)
from line as l
join shop.orders as o on o.id = l.order_id
join shop.products as p on p.id = l.product_id
left join shop.campaigns as m on m.id = o.campaign_id
order by l.order_id, l.line_no;

analyze shop.order_lines;
