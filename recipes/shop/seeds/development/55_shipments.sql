insert into shop.shipments
    (id, order_id, warehouse_id, carrier, tracking_code, recipient_name, shipped_at, delivered_at)
overriding system value
select
    row_number() over (order by o.id),
    o.id,
    -- Each warehouse serves its neighbours.
    case
        when a.country_code in ('FR', 'BE', 'CH') then 2
        when a.country_code in ('AT', 'IT') then 3
        else 1
    end,
    (array['Paketwolf', 'Gelbe Kiste', 'Colis Mistral', 'Radkurier'])[1 + d.carrier],
    -- Multiplied by a number without a common factor, each order gets another code.
    'CF' || lpad((o.id * 7368787 % 10000000019)::text, 11, '0') || a.country_code,
    a.recipient,
    o.placed_at + d.packing * interval '1 minute',
    case when o.status in ('delivered', 'returned') then
        o.placed_at + (d.packing + d.travel) * interval '1 minute'
    end
from shop.orders as o
join crm.addresses as a
    on a.customer_id = o.customer_id and a.address_no = o.shipping_address_no
cross join lateral (
    select
        abs(hashint8extended(o.id, 551) % 4) as carrier,
        -- From half a day to two and a half; then one to five on the road.
        720 + abs(hashint8extended(o.id, 552) % 2880) as packing,
        1440 + abs(hashint8extended(o.id, 553) % 5760) as travel
) as d
where o.status in ('shipped', 'delivered', 'returned');

select setval(pg_get_serial_sequence('shop.shipments', 'id'), (select max(id) from shop.shipments));
analyze shop.shipments;
