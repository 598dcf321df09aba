-- Kept, not computed at each look; empty until the first refresh, which the
-- seeds do last.
create materialized view shop.monthly_revenue as
select
    date_trunc('month', o.placed_at at time zone 'UTC')::date as month,
    p.kind,
    a.country_code,
    count(distinct o.id) as orders,
    sum(l.quantity) as jars,
    sum(l.line_total) as gross,
    sum(shop.net_price(l.line_total, co.vat_rate)) as net
from shop.orders as o
join shop.order_lines as l on l.order_id = o.id
join shop.products as p on p.id = l.product_id
join crm.addresses as a
    on a.customer_id = o.customer_id and a.address_no = o.shipping_address_no
join shop.countries as co on co.code = a.country_code
where o.status <> 'cancelled'
group by 1, 2, 3
with no data;

-- A unique index is what `refresh materialized view concurrently` asks for.
create unique index monthly_revenue_key on shop.monthly_revenue (month, kind, country_code);

comment on materialized view shop.monthly_revenue is 'Sales by month, kind of spread and country';
