-- Two customers of five collect points: one for each euro spent.
insert into crm.loyalty_accounts (customer_id, card_number, points, joined_on)
select
    c.id,
    -- As with the tracking codes: the factor shuffles, and never meets itself.
    to_char(c.id * 738271::bigint % 100000007, '"2950" FM000" "000" "000'),
    coalesce(floor(t.spent), 0),
    (c.created_at at time zone 'UTC')::date + abs(hashint8extended(c.id, 652) % 200)::integer
from crm.customers as c
left join (
    select customer_id, sum(total) as spent
    from shop.order_totals
    group by customer_id
) as t on t.customer_id = c.id
where abs(hashint8extended(c.id, 651) % 5) < 2;
