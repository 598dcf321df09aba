-- Letters to support. People write their names, addresses and numbers right
-- into the text: a mask on columns alone would not find those.

insert into crm.support_tickets
    (id, customer_id, order_id, assigned_to, channel, contact_email, subject, body, context, tags,
     opened_at, closed_at)
overriding system value
select
    row_number() over (order by o.id),
    c.id,
    o.id,
    s.id,
    (enum_range(null::crm.ticket_channel))[1 + d.way],
    c.email,
    format(
        (array['Where is order %s?', 'Broken jar in %s', 'Bill for %s', 'Question about %s'])[1 + d.topic],
        o.order_number),
    format((array[
        'Hello, my order %1$s has not arrived yet. Please write to %3$s. Kind regards, %2$s',
        'Guten Tag, ein Glas war zerbrochen (%1$s). Sie erreichen mich unter %4$s. Viele Grüße, %2$s',
        'Bonjour, pouvez-vous m''envoyer la facture de %1$s à %3$s ? Merci, %2$s',
        'Hi, is there nut in the jar of %1$s? Call me: %4$s or mail %3$s. Thanks! %2$s'])[1 + d.topic],
        o.order_number, c.full_name, c.email, coalesce(c.phone, 'the number on the bill')),
    jsonb_build_object(
        'ip', host(o.client_ip),
        'country', c.preferences ->> 'country',
        'browser', (array['Firefox', 'Chrome', 'Safari'])[1 + o.id % 3],
        'contact', jsonb_build_object('email', c.email, 'phone', c.phone)),
    (array['{delivery}', '{damage,refund}', '{billing}', '{allergens,product}'])[1 + d.topic]::text[],
    o.placed_at + d.hours * interval '1 hour',
    -- The last ones are still open.
    case when o.placed_at < '2026-06-20 00:00+00' then
        o.placed_at + (d.hours + 1 + d.hours % 50) * interval '1 hour'
    end
from shop.orders as o
join crm.customers as c on c.id = o.customer_id
cross join lateral (
    select
        abs(hashint8extended(o.id, 852) % 4) as way,
        abs(hashint8extended(o.id, 853) % 4) as topic,
        24 + abs(hashint8extended(o.id, 854) % 168) as hours
) as d
join (
    select id, row_number() over (order by id) - 1 as turn, count(*) over () as people
    from crm.employees
    where department = 'support'
) as s on s.turn = o.id % s.people
where hashint8extended(o.id, 851) % 12 = 0
    and o.placed_at < '2026-06-22 00:00+00';

select setval(pg_get_serial_sequence('crm.support_tickets', 'id'), (select max(id) from crm.support_tickets));
