-- One payment for each order that got that far.
with payer as (
    select
        t.order_id,
        t.order_number,
        t.total,
        t.placed_at,
        o.status,
        c.full_name,
        c.email,
        d.digits,
        (case
            when d.way < 42 then 'card'
            when d.way < 72 then 'wallet'
            when d.way < 86 and c.preferences ->> 'country' = 'DE' then 'sepa'
            when d.way < 98 then 'invoice'
            else 'voucher'
        end)::shop.payment_method as method
    from shop.order_totals as t
    join shop.orders as o on o.id = t.order_id
    join crm.customers as c on c.id = t.customer_id
    cross join lateral (
        -- By customer: one has the same card and account at each order.
        select
            abs(hashint8extended(t.customer_id, 601) % 100) as way,
            abs(hashint8extended(t.customer_id, 602) % 10000000000) as digits
    ) as d
    where o.status not in ('placed', 'cancelled')
)
insert into shop.payments
    (id, method, order_id, amount, cardholder_name, card_last4, iban, wallet_email,
     receipt_digest, paid_at)
select
    md5('payment ' || order_id)::uuid,
    method,
    order_id,
    total,
    case when method = 'card' then full_name end,
    case when method = 'card' then right(lpad(digits::text, 4, '0'), 4) end,
    -- Accounts of a bank that does not exist, as in 10_team.sql.
    case when method = 'sepa' then
        'DE' || lpad((98 - (bban || '131400')::numeric % 97)::text, 2, '0') || bban
    end,
    case when method = 'wallet' then email end,
    sha256(convert_to('receipt of ' || order_number, 'UTF8')),
    paid_at
from payer
cross join lateral (select '99980000' || lpad(digits::text, 10, '0') as bban) as account
-- Who gets a bill takes a week or more, unless paying ahead; all others pay at once.
cross join lateral (
    select placed_at + case
        when method = 'invoice' and status <> 'paid' then (7 + order_id % 9) * interval '1 day'
        else interval '40 seconds'
    end as paid_at
) as clock
where paid_at < '2026-07-01 00:00+00';

-- Money back goes the way it came.
insert into shop.payments
    (id, method, order_id, amount, cardholder_name, card_last4, iban, wallet_email,
     receipt_digest, paid_at)
select
    md5('refund ' || p.order_id)::uuid,
    p.method,
    p.order_id,
    -r.refund,
    p.cardholder_name,
    p.card_last4,
    p.iban,
    p.wallet_email,
    sha256(convert_to('refund of order ' || p.order_id, 'UTF8')),
    r.returned_at + interval '3 days'
from shop.payments as p
join (
    select order_id, sum(refund) as refund, max(returned_at) as returned_at
    from shop.returned_lines
    group by order_id
) as r on r.order_id = p.order_id;
