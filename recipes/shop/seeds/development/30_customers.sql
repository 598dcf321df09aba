-- Twelve thousand customers, in the order in which they registered: a higher id
-- is a later customer, which the orders rely on.

with region (country, language, dial, domains, first_names, last_names) as (
    values
        ('DE', 'de', '+49 150',
            '{mailbox-nord.de,brieftaube-elbtal.de,postfach-siebenberg.de,
              tintenklecks-mail.de}'::text[],
            '{Anna,Lukas,Sophie,Jürgen,Käthe,Matthias,Lena,Friedrich,Ingrid,Björn,Greta,
              Klaus,Sabine,Moritz,Ute,Felix,Hannah,Günter,Paula,Stefan,Wiebke,Emre,Aylin,
              Torsten}'::text[],
            '{Müller,Keller,Schröder,Vogel,Bauer,Yıldız,Hoffmann,Krüger,Lorenz,Winter,
              Seidel,Böhm,Kaiser,Jansen,Scholz,Weiß,Herrmann,Pohl,Ziegler,Brandt,Sommer,
              Dietrich,Arslan,Ritter,Fuchs,Kühn,Lehmann,Möller,Engel,Busch}'::text[]),
        ('FR', 'fr', '+33 6',
            '{courriel-garonne.fr,boite-du-midi.fr,lettre-bleue-mail.fr}',
            '{Camille,Léa,Hugo,Chloé,François,Margaux,Antoine,Manon,Étienne,Sylvie,Thierry,
              Inès,Mathilde,Olivier,Noémie,Raphaël,Bérénice,Guillaume,Aïcha,Solène}',
            '{Martin,Dubois,Lefèvre,Moreau,Girard,Fournier,Mercier,Lambert,Faure,Rousseau,
              Garnier,Chevalier,Blanchard,Benali,Gauthier,Perrin,Morel,Dupont,Lemaire,
              Renaud,Barbier,Collet,Picard,Noël,Guérin}'),
        ('AT', 'de', '+43 660',
            '{donaupost-ottakring.at,gemse-mail.at}',
            '{Johanna,Maximilian,Theresa,Florian,Magdalena,Sebastian,Veronika,Andreas,
              Elisabeth,Georg,Barbara,Dominik}',
            '{Huber,Wagner,Steiner,Moser,Hofer,Leitner,Eder,Fischer,Schwarz,Winkler,Reiter,
              Egger,Brunner,Lang,Auer,Wimmer,Haas,Aigner}'),
        ('CH', 'de', '+41 78',
            '{gipfelpost-uri.ch,murmeltier-mail.ch}',
            '{Urs,Regula,Beat,Corinne,Reto,Ursina,Luca,Vreni,Daniela,Jürg,Nadine,Flurin}',
            '{Meier,Zürcher,Gerber,Baumann,Frei,Wyss,Graf,Roth,Ammann,Caduff,Bieri,Sutter,
              Kälin,Hürlimann,Bernasconi,Favre}'),
        ('NL', 'nl', '+31 6',
            '{postbus-waterlinie.nl,klompenmail-zuid.nl}',
            '{Daan,Femke,Sanne,Willem,Anouk,Jeroen,Lotte,Bram,Marijke,Thijs,Fleur,Ruben}',
            '{de Vries,Jansen,van den Berg,Bakker,Visser,Smit,Mulder,de Boer,Dijkstra,
              van Leeuwen,Kok,Postma,Hendriks,Brouwer}'),
        ('IT', 'it', '+39 33',
            '{posta-collina-verde.it,casella-lago.it}',
            '{Giulia,Marco,Chiara,Alessandro,Francesca,Davide,Elena,Matteo,Paola,Simone,
              Beatrice,Niccolò}',
            '{Rossi,Ferrari,Esposito,Bianchi,Romano,Colombo,Ricci,Marino,Greco,Conti,
              Lombardi,D''Angelo,Barbieri,Fontana}'),
        ('BE', 'fr', '+32 47',
            '{maas-en-schelde-mail.be,courrier-ardenne.be}',
            '{Amélie,Wout,Charlotte,Pieter,Justine,Arthur,Lien,Benoît,Elke,Nicolas}',
            '{Peeters,Janssens,Maes,Jacobs,Willems,Claes,Goossens,Wouters,Dubois,Lambert,
              Dumont,Leroy}')
),
dice as (
    select
        n,
        abs(hashint8extended(n, 301) % 100) as country,
        abs(hashint8extended(n, 302)) as first,
        abs(hashint8extended(n, 303) % 1000) as last,
        abs(hashint8extended(n, 304)) as domain,
        abs(hashint8extended(n, 305) % 6) as pattern,
        abs(hashint8extended(n, 306) % 100000000) as phone,
        abs(hashint8extended(n, 307) % 21000)::integer as birth_day,
        abs(hashint8extended(n, 308) % 9000) as seconds,
        abs(hashint8extended(n, 309) % 100) as habit,
        abs(hashint8extended(n, 310) % 32)::integer as kinds
    from generate_series(1, 12000) as n
),
person as (
    select
        d.*,
        r.country as country_code,
        r.language,
        r.dial,
        r.first_names[1 + d.first % cardinality(r.first_names)] as first_name,
        -- Squared, so that the names at the head of the list are the common ones.
        r.last_names[1 + cardinality(r.last_names) * d.last * d.last / 1000000] as last_name,
        r.domains[1 + d.domain % cardinality(r.domains)] as mail_domain,
        date '1946-05-01' + d.birth_day as born_on
    from dice as d
    join region as r on r.country = case
        when d.country < 46 then 'DE'
        when d.country < 68 then 'FR'
        when d.country < 77 then 'AT'
        when d.country < 84 then 'CH'
        when d.country < 91 then 'NL'
        when d.country < 96 then 'IT'
        else 'BE'
    end
),
-- What people choose to be called before the @.
wish as (
    select
        p.*,
        case p.pattern
            when 0 then a.first || '.' || a.last
            when 1 then a.first || '.' || a.last
            when 2 then left(a.first, 1) || '.' || a.last
            when 3 then a.first || to_char(p.born_on, 'YY')
            when 4 then a.last || '.' || a.first
            else a.first || '_' || a.last
        end as local_part
    from person as p
    cross join lateral (
        -- É is here because lower() leaves it alone in some locales. The
        -- apostrophe has no partner in the second list, so it goes.
        select
            translate(lower(first_name), 'äöüßéèëïîôòçıÉ ''', 'aouseeeiioocie-') as first,
            translate(lower(last_name), 'äöüßéèëïîôòçıÉ ''', 'aouseeeiioocie-') as last
    ) as a
),
-- The second Anna Keller of a provider gets a 2.
address as (
    select
        w.*,
        w.local_part
            || coalesce(nullif(row_number() over same_wish, 1)::text, '')
            || '@' || w.mail_domain as email
    from wish as w
    window same_wish as (partition by w.local_part, w.mail_domain order by w.n)
)
insert into crm.customers
    (id, public_id, email, first_name, last_name, phone, birth_date, company, status, language,
     favourite_kinds, preferences, marketing_opt_in, referred_by, created_at, updated_at)
overriding system value
select
    n,
    md5('customer ' || n)::uuid,
    email,
    first_name,
    last_name,
    case
        when n % 10 < 2 then null
        -- Some type it with blanks, some without.
        when n % 10 < 4 then replace(dial, ' ', '') || lpad(phone::text, 8, '0')
        else dial || regexp_replace(lpad(phone::text, 8, '0'), '(..)(...)(...)', ' \1 \2 \3')
    end,
    case when habit < 65 then born_on end,
    case when n % 40 = 7 then
        (array['Hotel', 'Café', 'Pension', 'Bistro', 'Bakery'])[1 + phone % 5] || ' ' || last_name
    end,
    (case
        when habit = 99 then 'blocked'
        when habit >= 90 then 'dormant'
        else 'active'
    end)::crm.customer_status,
    language,
    -- Five bits of the die, one for each kind of spread.
    array_remove(array[
        case when kinds & 1 > 0 then 'jam' end,
        case when kinds & 2 > 0 then 'jelly' end,
        case when kinds & 4 > 0 then 'marmalade' end,
        case when kinds & 8 > 0 then 'butter' end,
        case when kinds & 16 > 0 then 'chutney' end], null)::shop.spread_kind[],
    jsonb_build_object(
        'country', country_code,
        'letter', case when n % 3 = 0 then 'text' else 'html' end,
        'gift_wrap', n % 8 = 0),
    habit % 5 < 2,
    case when n > 50 and habit % 7 = 3 then 1 + first % (n - 1) end,
    timestamptz '2022-02-28 08:00+00' + n * interval '190 minutes' + seconds * interval '1 second',
    timestamptz '2022-02-28 08:00+00' + n * interval '190 minutes' + seconds * interval '1 second'
from address;

select setval(pg_get_serial_sequence('crm.customers', 'id'), (select max(id) from crm.customers));
analyze crm.customers;
