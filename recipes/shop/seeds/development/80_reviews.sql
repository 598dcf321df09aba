-- One of nine buyers of a jar writes about it, after a week or a month.

with buyer as (
    select o.customer_id, l.product_id, min(s.delivered_at) as delivered_at
    from shop.orders as o
    join shop.order_lines as l on l.order_id = o.id
    join shop.shipments as s on s.order_id = o.id
    where s.delivered_at is not null
    group by o.customer_id, l.product_id
),
opinion as (
    select
        b.*,
        d.*,
        -- Most are content: who is not, returns the jar and forgets it.
        (array[5, 5, 5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 3, 3, 2, 1])[1 + d.mood] as rating,
        b.delivered_at + (3 + d.days) * interval '1 day' as published_at
    from buyer as b
    cross join lateral (
        select
            abs(hashint8extended(b.customer_id * 1000::bigint + b.product_id, 802) % 16) as mood,
            abs(hashint8extended(b.customer_id * 1000::bigint + b.product_id, 803) % 30) as days,
            abs(hashint8extended(b.customer_id * 1000::bigint + b.product_id, 804)) as words,
            abs(hashint8extended(b.customer_id * 1000::bigint + b.product_id, 805) % 1000) as fame
    ) as d
    where hashint8extended(b.customer_id * 1000::bigint + b.product_id, 801) % 9 = 0
)
insert into shop.reviews
    (id, product_id, customer_id, author_name, rating, title, body, helpful, published_at)
overriding system value
select
    row_number() over (order by o.published_at, o.customer_id, o.product_id),
    o.product_id,
    o.customer_id,
    case when o.words % 5 = 0 then c.full_name
         else c.first_name || ' ' || left(c.last_name, 1) || '.' end,
    o.rating,
    t.title,
    -- One of seven only gives stars.
    case when o.words % 7 > 0 then concat_ws(' ', format(t.opening, p.name), t.verdict, t.closing) end,
    -- Few reviews are found helpful by many, most by nobody.
    o.fame * o.fame * o.fame / 12000000,
    o.published_at
from opinion as o
join crm.customers as c on c.id = o.customer_id
join shop.products as p on p.id = o.product_id
cross join lateral (
    select
        case
            when o.rating = 5 then
                (array['Like my grandmother''s', 'Wunderbar', 'Délicieux', 'The best I know',
                       'Gone in a week', 'Again, please'])[1 + o.words % 6]
            when o.rating = 4 then
                (array['Very good', 'Sehr fein', 'Très bon', 'Nearly perfect'])[1 + o.words % 4]
            when o.rating = 3 then
                (array['All right', 'Ganz ordentlich', 'Expected more fruit'])[1 + o.words % 3]
            else
                (array['Too sweet for me', 'Lid was loose', 'Arrived late', 'Trop liquide'])[1 + o.words % 4]
        end as title,
        (array['I had the %s on fresh bread.', 'We ate the %s with goat cheese.', 'The %s went into a cake.',
               'A present: %s.', 'My third jar of %s.'])[1 + o.words / 7 % 5] as opening,
        case
            when o.rating >= 4 then
                (array['You taste the fruit first and the sugar last.', 'The children hid the jar.',
                       'Not too sweet, with pieces to bite on.'])[1 + o.words / 35 % 3]
            else
                (array['It was thinner than the last one.', 'The sugar covers the fruit.',
                       'For this price I had hoped for more.'])[1 + o.words / 35 % 3]
        end as verdict,
        (array['Packed well.', 'It came within three days.', 'The jar is pretty, too.'])[1 + o.words / 105 % 4]
            as closing
) as t
where o.published_at < '2026-07-01 00:00+00';

select setval(pg_get_serial_sequence('shop.reviews', 'id'), (select max(id) from shop.reviews));
