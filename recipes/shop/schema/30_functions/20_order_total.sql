create function shop.order_total(wanted_order_id bigint)
    returns numeric
    language sql
    stable parallel safe
as $$
    select o.shipping_fee + coalesce(sum(l.line_total), 0)
    from shop.orders as o
    left join shop.order_lines as l on l.order_id = o.id
    where o.id = wanted_order_id
    group by o.id
$$;

comment on function shop.order_total(bigint) is 'What the customer pays: lines and shipping';
