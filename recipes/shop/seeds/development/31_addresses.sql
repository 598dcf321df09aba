-- Everyone has an address at home; every fourth also one at work or at
-- grandmother's. Streets and postcodes are made up, towns are real.

with region (country, streets, towns, postcodes) as (
    values
        ('DE', '{Lindenstraße,Gartenweg,Am Mühlbach,Kirschallee,Schulstraße,Deichweg,Rosenweg,
                 Bahnhofstraße}'::text[],
               '{Hamburg,Berlin,Köln,München,Leipzig,Bremen,Freiburg,Rostock}'::text[],
               '{20,10,50,80,04,28,79,18}'::text[]),
        ('FR', '{Rue des Lilas,Avenue du Moulin,Chemin des Vignes,Rue de la Gare,Impasse des Pruniers,Quai Neuf}',
               '{Lyon,Paris,Bordeaux,Toulouse,Nantes,Lille}',
               '{69,75,33,31,44,59}'),
        ('AT', '{Marillenweg,Hauptplatz,Kirchengasse,Am Steinfeld}',
               '{Graz,Wien,Linz,Salzburg}',
               '{80,10,40,50}'),
        ('CH', '{Seestrasse,Dorfweg,Alpenblick,Obere Gasse}',
               '{Zürich,Bern,Basel,Chur}',
               '{80,30,40,70}'),
        ('NL', '{Kersenlaan,Molenstraat,Oude Gracht,Dijkweg}',
               '{Utrecht,Amsterdam,Zwolle,Breda}',
               '{35,10,80,48}'),
        ('IT', '{Via dei Mandorli,Via Roma,Vicolo Stretto,Corso Nuovo}',
               '{Milano,Torino,Bologna,Verona}',
               '{201,101,401,371}'),
        ('BE', '{Kerkstraat,Rue du Verger,Appelweg}',
               '{Gent,Liège,Namur}',
               '{90,40,50}')
),
-- How long a postcode is, and the letters that follow in one country.
postcode (country, digits, letters) as (
    values ('DE', 5, ''), ('FR', 5, ''), ('AT', 4, ''), ('CH', 4, ''),
           ('NL', 4, ' KX'), ('IT', 5, ''), ('BE', 4, '')
)
insert into crm.addresses
    (customer_id, address_no, recipient, street, house_no, postcode, city, country_code, is_default)
select
    c.id,
    k,
    case when k = 1 then c.full_name else coalesce(c.company, 'Oma ' || c.last_name) end,
    r.streets[1 + d.street % cardinality(r.streets)],
    1 + d.house % 140 || case when d.house % 11 = 0 then 'a' else '' end,
    r.postcodes[t.town]
        || right(lpad((d.code % 1000)::text, 3, '0'), p.digits - length(r.postcodes[t.town]))
        || p.letters,
    r.towns[t.town],
    r.country,
    k = 1
from crm.customers as c
cross join generate_series(1, 2) as k
join region as r on r.country = c.preferences ->> 'country'
join postcode as p on p.country = r.country
cross join lateral (
    select
        abs(hashint8extended(c.id * 10 + k, 311)) as street,
        abs(hashint8extended(c.id * 10 + k, 312)) as house,
        abs(hashint8extended(c.id * 10 + k, 313)) as town,
        abs(hashint8extended(c.id * 10 + k, 314)) as code
) as d
cross join lateral (select 1 + d.town % cardinality(r.towns) as town) as t
where k = 1 or c.id % 4 = 0;
