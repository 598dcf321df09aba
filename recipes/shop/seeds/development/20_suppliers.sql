with region (no, country, words, places, firsts, lasts, domain, dial) as (
    values
        (0, 'DE', '{Obsthof,Beerengut,Fruchthandel}'::text[], '{Stade,Bodolz,Werder,Witzenhausen}'::text[],
            '{Jens,Heike,Arne,Dörte}'::text[], '{Quast,Feindt,Köpcke,Somfleth}'::text[],
            'obsthandel-weserbogen.de', '+49 150 8'),
        (1, 'FR', '{Vergers,Domaine,Coopérative}', '{Moissac,Agen,Céret,Nyons}',
            '{Mireille,Gaël,Odile,Bastien}', '{Delmas,Fabre,Cazals,Roumieu}',
            'vergers-du-lot-courrier.fr', '+33 6 8'),
        (2, 'IT', '{Frutteto,Cascina,Agrumi}', '{Amalfi,Cesena,Marsala,Ribera}',
            '{Ornella,Fausto,Loredana,Ivo}', '{Sorrentino,Casadei,Gallo,Spadaro}',
            'frutta-conca-posta.it', '+39 33 8'),
        (3, 'AT', '{Obstbau,Biohof,Imkerei}', '{Puch,Wachau,Stainz,Kittsee}',
            '{Alois,Traudl,Ferdl,Resi}', '{Pichler,Wallner,Loibner,Kogler}',
            'obst-steirerhang.at', '+43 660 8')
)
insert into shop.suppliers
    (id, name, contact_name, contact_email, contact_phone, city, country_code, certificates,
     created_at, updated_at)
select
    999 + n,
    format('%s %s %s', r.words[1 + n % 3], r.lasts[1 + d.last], n),
    format('%s %s', r.firsts[1 + d.first], r.lasts[1 + d.last]),
    lower(translate(
        format('%s.%s%s', r.firsts[1 + d.first], r.lasts[1 + d.last], n), 'öë', 'oe'))
        || '@' || r.domain,
    case when n % 9 > 0 then r.dial || lpad(d.digits::text, 7, '0') end,
    r.places[1 + d.place],
    r.country,
    (array['{organic}', '{organic,fair_trade}', '{}', '{organic,demeter}'])[1 + d.place]::text[],
    timestamptz '2024-04-01 08:00+00' + n * interval '7 hours',
    timestamptz '2024-04-01 08:00+00' + n * interval '7 hours'
from generate_series(1, 40) as n
join region as r on r.no = n % 4
cross join lateral (
    select
        abs(hashint8extended(n, 201) % 4) as first,
        abs(hashint8extended(n, 202) % 4) as last,
        abs(hashint8extended(n, 203) % 4) as place,
        abs(hashint8extended(n, 204) % 10000000) as digits
) as d;

-- Each supplier has a fifth of the ingredients on the list.
insert into shop.supplier_offers (supplier_id, ingredient_id, price_per_kg, minimum_kg)
select
    s.id,
    i.id,
    round(1.20 + i.id % 7 * 0.85 + abs(hashint8extended(s.id * 1000 + i.id, 212) % 90) / 100.0, 2),
    (array[1, 5, 25, 100])[1 + abs(hashint8extended(s.id * 1000 + i.id, 213) % 4)]
from shop.suppliers as s
cross join shop.ingredients as i
where hashint8extended(s.id * 1000 + i.id, 211) % 5 = 0;

select setval(pg_get_serial_sequence('shop.suppliers', 'id'), (select max(id) from shop.suppliers));
