-- Who opted in gets the newsletter under the address of the account …
insert into crm.newsletter_subscribers
    (email, customer_id, display_name, topics, signup_ip, subscribed_at, left_at)
select
    c.email,
    c.id,
    c.first_name,
    case d.taste
        when 0 then '{new_flavours}'
        when 1 then '{new_flavours,recipes}'
        when 2 then '{offers}'
        else '{recipes,harvest_diary,offers}'
    end::crm.newsletter_topic[],
    '100.64.0.0'::inet + abs(hashint8extended(c.id, 662) % 4194304),
    c.created_at + interval '5 minutes',
    case when d.patience = 0 then c.created_at + interval '90 days' end
from crm.customers as c
cross join lateral (
    select
        abs(hashint8extended(c.id, 661) % 4) as taste,
        abs(hashint8extended(c.id, 663) % 14) as patience
) as d
where c.marketing_opt_in;

-- … and two thousand readers have no account at all.
insert into crm.newsletter_subscribers
    (email, customer_id, display_name, topics, signup_ip, subscribed_at, left_at)
select
    format('%s%s@%s',
        (array['brotzeit', 'lisbeth', 'gourmande', 'obstgarten', 'tante.emma', 'petit.dejeuner',
               'marmelade'])[1 + d.word],
        n,
        (array['leserpost-heide.de', 'boite-aux-mots.fr', 'keukenkrant-mail.nl'])[1 + n % 3]),
    null,
    case when n % 4 = 0 then (array['Lisbeth', 'Gaston', 'Wilma', 'Odette', 'Piet'])[1 + n / 4 % 5] end,
    case when n % 2 = 0 then '{recipes}' else '{recipes,harvest_diary}' end::crm.newsletter_topic[],
    '2001:db8:1::'::inet + n,
    t.subscribed_at,
    case when d.word = 6 then t.subscribed_at + interval '200 days' end
from generate_series(1, 2000) as n
cross join lateral (select abs(hashint8extended(n, 664) % 7) as word) as d
cross join lateral (
    select timestamptz '2024-05-01 10:00+00' + n * interval '9 hours' as subscribed_at
) as t;

-- Each campaign has a letter; a quarter of those who get it open it.
insert into crm.newsletter_opens (email, campaign_id, opened_at, clicks)
select
    s.email,
    m.id,
    lower(m.during)::timestamp at time zone 'UTC' + (6 * 60 + d.minutes) * interval '1 minute',
    case when d.minutes % 3 = 0 then 1 + d.minutes % 4 else 0 end
from crm.newsletter_subscribers as s
join shop.campaigns as m
    on (s.subscribed_at at time zone 'UTC')::date < lower(m.during)
    and (s.left_at is null or (s.left_at at time zone 'UTC')::date > upper(m.during))
cross join lateral (
    select
        hashtextextended(s.email || m.id, 665) % 4 as luck,
        abs(hashtextextended(s.email || m.id, 666) % 2880) as minutes
) as d
where d.luck = 0 and not upper_inf(m.during);
