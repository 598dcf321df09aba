create view shop.order_totals as
select
    o.id as order_id,
    o.order_number,
    o.customer_id,
    o.placed_at,
    count(l.line_no) as lines,
    coalesce(sum(l.quantity), 0) as jars,
    coalesce(sum(l.line_total), 0) + o.shipping_fee as total
from shop.orders as o
left join shop.order_lines as l on l.order_id = o.id
group by o.id;

comment on view shop.order_totals is 'Each order with its number of jars and its sum in euros';
