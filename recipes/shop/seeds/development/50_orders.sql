-- Two years of orders, day by day. A day's number grows slowly, jumps before
-- Christmas, and wobbles a little. Older customers order more often: a die
-- squared falls mostly on small numbers.
--
-- Only who has registered can order: each day knows the newest customer of the
-- day before. (Somebody registers every day, so no day goes missing.)
with newest as (
    select (created_at at time zone 'UTC')::date + 1 as day, max(id) as customer_id
    from crm.customers
    group by 1
),
day as (
    select
        k,
        n.day,
        n.customer_id as newest_customer,
        (21 + k / 30 + abs(hashint8extended(k, 501) % 9))
            * (array[80, 85, 90, 95, 95, 90, 100, 100, 110, 115, 135, 165])
                [extract(month from n.day)::integer] / 100 as orders
    from generate_series(0, 729) as k
    join newest as n on n.day = date '2024-07-01' + k
),
placed as (
    select
        row_number() over (order by d.k, t.second, i) as id,
        d.k,
        d.day,
        (d.day + t.second * interval '1 second') at time zone 'UTC' as placed_at,
        1 + d.newest_customer * t.squared / 1000000000000 as customer_id
    from day as d
    join generate_series(1, 200) as i on i <= d.orders
    cross join lateral (
        select
            6 * 3600 + abs(hashint8extended(d.k * 1000 + i, 502) % (16 * 3600)) as second,
            power(abs(hashint8extended(d.k * 1000 + i, 503) % 1000000), 2)::bigint as squared
    ) as t
)
insert into shop.orders
    (id, customer_id, shipping_address_no, billing_address_no, campaign_id, status,
     shipping_fee, gift_note, client_ip, placed_at, updated_at)
select
    p.id,
    p.customer_id,
    a.address_no,
    case when a.address_no = 2 and p.id % 3 > 0 then 1 end,
    m.id,
    (case
        when p.k >= 727 then case when dice.fate < 30 then 'placed' else 'paid' end
        when p.k >= 721 then 'shipped'
        when dice.fate < 3 then 'cancelled'
        when dice.fate < 6 and p.k < 700 then 'returned'
        else 'delivered'
    end)::shop.order_status,
    co.shipping_fee,
    case when dice.note < 4 then
        format((array[
            'Happy birthday! Enjoy your breakfast. Love, %s',
            'Alles Gute zum Einzug, deine %s',
            'Merci pour tout. %s',
            'For the best grandparents, from %s and the children'])[1 + dice.note], c.first_name)
    end,
    -- Shared address space of providers (RFC 6598), and IPv6 for documentation:
    -- nobody's machines.
    case when dice.ip % 5 = 0
        then '2001:db8::'::inet + dice.ip
        else '100.64.0.0'::inet + dice.ip % 4194304
    end,
    p.placed_at,
    p.placed_at
from placed as p
join crm.customers as c on c.id = p.customer_id
cross join lateral (
    select
        abs(hashint8extended(p.id, 511) % 100) as fate,
        abs(hashint8extended(p.id, 512) % 80) as note,
        abs(hashint8extended(p.customer_id * 8 + p.id % 3, 513) % 4294967296) as ip
) as dice
-- The second address, if there is one, gets every fifth parcel.
join crm.addresses as a
    on a.customer_id = p.customer_id
    and a.address_no = case when p.customer_id % 4 = 0 and p.id % 5 = 0 then 2 else 1 end
join shop.countries as co on co.code = a.country_code
left join shop.campaigns as m on m.during @> p.day
order by p.id;

select setval(pg_get_serial_sequence('shop.orders', 'id'), (select max(id) from shop.orders));
analyze shop.orders;
