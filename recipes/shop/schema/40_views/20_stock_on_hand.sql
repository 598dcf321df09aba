create view shop.stock_on_hand as
select
    w.code as warehouse,
    p.sku,
    p.name,
    sum(m.quantity) as jars
from shop.stock_movements as m
join shop.products as p on p.id = m.product_id
join shop.warehouses as w on w.id = m.warehouse_id
group by w.code, p.sku, p.name;

comment on view shop.stock_on_hand is 'Jars on the shelf: everything in minus everything out';
