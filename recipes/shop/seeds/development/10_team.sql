-- Sixty people in three warehouses. Managers and warehouses point to each
-- other; the foreign keys are deferred, so the order here does not matter, but
-- both must be in before this file's transaction ends.
--
-- Where chance is wanted, here and in the files that follow, we throw dice that
-- always fall alike: hashint8extended(number, salt) is the same on each machine
-- and on each run, and each salt is a die of its own.

insert into shop.warehouses (id, code, name, city, country_code, manager_id)
overriding system value
values
    (1, 'HAM', 'Kitchen and store on the Elbe', 'Hamburg', 'DE', 3),
    (2, 'LYO', 'Entrepôt de la Saône',          'Lyon',    'FR', 4),
    (3, 'GRZ', 'Lager an der Mur',              'Graz',    'AT', 5);

with person as (
    select
        n,
        (array['Britta', 'Hauke', 'Svenja', 'Céline', 'Leopold', 'Maren', 'Ole', 'Tomke',
               'Yannick', 'Frauke'])[1 + d.first] as first_name,
        (array['Petersen', 'Albrecht', 'Chevallier', 'Gruber', 'Lindqvist', 'Okafor',
               'Brandstetter', 'Demir', 'Nowak', 'van Aalst', 'Reimers'])[1 + d.last] as last_name,
        d.digits,
        -- The first five lead; then mostly kitchen and warehouse.
        case when n <= 5 then 'management'
             else (array['kitchen', 'kitchen', 'warehouse', 'warehouse', 'support', 'sales'])[1 + n % 6]
        end::crm.department as department
    from generate_series(1, 60) as n
    cross join lateral (
        select
            abs(hashint8extended(n, 101) % 10) as first,
            abs(hashint8extended(n, 102) % 11) as last,
            abs(hashint8extended(n, 103) % 10000000000) as digits
    ) as d
),
-- No bank has a code that begins with 9, so these accounts are nobody's; the
-- check digits are right all the same (ISO 13616: 98 minus the rest by 97).
account as (
    select n, '99990000' || lpad(digits::text, 10, '0') as bban
    from person
)
insert into crm.employees
    (id, warehouse_id, manager_id, department, first_name, last_name, email, phone, birth_date,
     iban, salary, skills, badge_photo, hired_on, left_on, updated_at)
overriding system value
select
    p.n,
    case when p.n between 3 and 5 then p.n - 2 else 1 + p.n % 3 end,
    case when p.n = 1 then null when p.n <= 5 then 1 else 3 + p.n % 3 end,
    p.department,
    p.first_name,
    p.last_name,
    -- The staff number keeps two of the same name apart.
    lower(translate(left(p.first_name, 1) || '.' || p.last_name, 'é ', 'e-'))
        || p.n || '@confiturerie-kessel.de',
    case when p.n % 7 > 0 then '+49 150 9' || lpad((p.digits % 10000000)::text, 7, '0') end,
    date '1961-02-03' + (p.digits % 15000)::integer,
    'DE' || lpad((98 - (a.bban || '131400')::numeric % 97)::text, 2, '0') || a.bban,
    31000 + p.digits % 19 * 1000 + case p.department when 'management' then 24000 else 0 end,
    case p.department
        when 'kitchen' then array['cooking', 'hygiene'] || case when p.n % 4 = 0 then '{tasting}'::text[] end
        when 'warehouse' then array['forklift', 'packing']
        when 'support' then array['german', 'french'] || case when p.n % 4 = 0 then '{dutch}'::text[] end
        else '{}'
    end,
    -- Stands for a picture: the head of a GIF, and some bytes of one's own.
    case when p.n % 5 > 0 then decode('474946383961' || md5('badge ' || p.n), 'hex') end,
    date '2019-03-01' + (p.digits % 1800)::integer,
    case when p.n > 5 and p.n % 11 = 0 then date '2025-09-30' end,
    timestamptz '2025-10-01 07:00+00'
from person as p
join account as a on a.n = p.n;

select setval(pg_get_serial_sequence('shop.warehouses', 'id'), (select max(id) from shop.warehouses));
select setval(pg_get_serial_sequence('crm.employees', 'id'), (select max(id) from crm.employees));
