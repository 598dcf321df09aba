-- The first line of each returned order comes back, and every third of the others.
insert into shop.returned_lines (order_id, line_no, quantity, reason, refund, returned_at)
select
    l.order_id,
    l.line_no,
    r.quantity,
    (enum_range(null::shop.return_reason))[1 + abs(hashint8extended(l.order_id, 562) % 4)],
    round(l.line_total * r.quantity / l.quantity, 2),
    s.delivered_at + (2 + abs(hashint8extended(l.order_id, 563) % 12)) * interval '1 day'
from shop.order_lines as l
join shop.orders as o on o.id = l.order_id
join shop.shipments as s on s.order_id = l.order_id
cross join lateral (
    select 1 + abs(hashint8extended(l.order_id * 10 + l.line_no, 561) % l.quantity) as quantity
) as r
where o.status = 'returned'
    and (l.line_no = 1 or (l.order_id + l.line_no) % 3 = 0);
