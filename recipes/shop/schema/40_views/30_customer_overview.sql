-- A view upon a view, and across both schemas.
create view crm.customer_overview as
select
    c.id,
    c.full_name,
    c.email,
    count(t.order_id) as orders,
    coalesce(sum(t.total), 0) as revenue,
    max(t.placed_at) as last_order_at
from crm.customers as c
left join shop.order_totals as t on t.customer_id = c.id
group by c.id;

comment on view crm.customer_overview is 'What support sees first; personal';
