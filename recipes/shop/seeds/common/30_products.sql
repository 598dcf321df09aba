-- Forty recipes in three jars each: 120 products. The best sellers come first,
-- since the orders (development/50_orders.sql) prefer small ids.

with recipe (no, code, name, kind, category, fruits, price, allergens, tags) as (
    values
        ( 1, 'STR', 'Strawberry',             'jam',       'berry-jams',       '{strawberry}',            4.90, '{}',                  '{classic,summer}'),
        ( 2, 'APR', 'Apricot',                'jam',       'stone-fruit-jams', '{apricot}',               5.20, '{}',                  '{classic,breakfast}'),
        ( 3, 'RAS', 'Raspberry',              'jam',       'berry-jams',       '{raspberry}',             5.60, '{}',                  '{classic,summer}'),
        ( 4, 'SEV', 'Seville Orange',         'marmalade', 'marmalades',       '{seville}',               5.40, '{}',                  '{classic,bitter,breakfast}'),
        ( 5, 'SRB', 'Strawberry & Rhubarb',   'jam',       'berry-jams',       '{strawberry,rhubarb}',    5.10, '{}',                  '{spring}'),
        ( 6, 'BLU', 'Wild Blueberry',         'jam',       'berry-jams',       '{blueberry}',             6.20, '{}',                  '{forest}'),
        ( 7, 'CHE', 'Sour Cherry',            'jam',       'stone-fruit-jams', '{sour-cherry}',           5.40, '{}',                  '{classic}'),
        ( 8, 'DAM', 'Damson & Cinnamon',      'butter',    'fruit-butters',    '{damson,cinnamon}',       5.30, '{}',                  '{autumn,less_sugar}'),
        ( 9, 'QUI', 'Quince',                 'jelly',     'jellies',          '{quince}',                5.80, '{}',                  '{autumn,classic}'),
        (10, 'RED', 'Redcurrant',             'jelly',     'jellies',          '{redcurrant}',            5.00, '{}',                  '{classic,tart}'),
        (11, 'STV', 'Strawberry & Vanilla',   'jam',       'berry-jams',       '{strawberry,vanilla}',    5.90, '{}',                  '{summer,children}'),
        (12, 'MIR', 'Mirabelle',              'jam',       'stone-fruit-jams', '{mirabelle}',             5.70, '{}',                  '{summer}'),
        (13, 'BLA', 'Blackberry',             'jam',       'berry-jams',       '{blackberry}',            5.60, '{}',                  '{forest}'),
        (14, 'FIG', 'Fig & Walnut',           'jam',       'orchard-jams',     '{fig,walnut}',            6.80, '{nuts}',              '{cheese}'),
        (15, 'LEM', 'Amalfi Lemon',           'marmalade', 'marmalades',       '{lemon}',                 5.90, '{}',                  '{bitter,breakfast}'),
        (16, 'APC', 'Apple & Cinnamon',       'butter',    'fruit-butters',    '{apple,cinnamon}',        4.80, '{}',                  '{autumn,children,less_sugar}'),
        (17, 'BLC', 'Blackcurrant',           'jelly',     'jellies',          '{blackcurrant}',          5.20, '{}',                  '{tart}'),
        (18, 'PEA', 'Vineyard Peach',         'jam',       'stone-fruit-jams', '{peach}',                 5.90, '{}',                  '{summer}'),
        (19, 'LIN', 'Lingonberry',            'jam',       'berry-jams',       '{lingonberry}',           6.10, '{}',                  '{forest,savoury}'),
        (20, 'ONI', 'Red Onion',              'chutney',   'chutneys',         '{onion,wine-vinegar}',    5.60, '{sulphites}',         '{cheese,savoury}'),
        (21, 'BOR', 'Blood Orange',           'marmalade', 'marmalades',       '{blood-orange}',          5.80, '{}',                  '{winter}'),
        (22, 'ELD', 'Elderberry',             'jelly',     'jellies',          '{elderberry}',            5.50, '{}',                  '{autumn}'),
        (23, 'GRE', 'Greengage',              'jam',       'stone-fruit-jams', '{greengage}',             5.80, '{}',                  '{rare,summer}'),
        (24, 'APL', 'Apricot & Lavender',     'jam',       'stone-fruit-jams', '{apricot,lavender}',      6.30, '{}',                  '{rare,summer}'),
        (25, 'GOO', 'Gooseberry',             'jam',       'berry-jams',       '{gooseberry}',            5.20, '{}',                  '{tart}'),
        (26, 'PER', 'Pear & Ginger',          'jam',       'orchard-jams',     '{pear,ginger}',           5.70, '{}',                  '{autumn,spicy}'),
        (27, 'GRA', 'Pink Grapefruit',        'marmalade', 'marmalades',       '{grapefruit}',            5.70, '{}',                  '{bitter}'),
        (28, 'TOM', 'Green Tomato',           'chutney',   'chutneys',         '{tomato,wine-vinegar}',   5.50, '{sulphites}',         '{savoury}'),
        (29, 'SEA', 'Sea Buckthorn',          'jelly',     'jellies',          '{sea-buckthorn}',         7.20, '{}',                  '{rare,tart}'),
        (30, 'CLE', 'Clementine & Vanilla',   'marmalade', 'for-christmas',    '{clementine,vanilla}',    6.40, '{}',                  '{winter,gift}'),
        (31, 'MUL', 'Cherry, Mulled',         'jam',       'for-christmas',    '{sour-cherry,cinnamon}',  6.40, '{sulphites}',         '{winter,gift,spicy}'),
        (32, 'PUM', 'Pumpkin & Ginger',       'jam',       'orchard-jams',     '{pumpkin,ginger}',        5.40, '{}',                  '{autumn,spicy}'),
        (33, 'RAR', 'Raspberry & Rose Petal', 'jelly',     'jellies',          '{raspberry,rose-petal}',  6.90, '{}',                  '{rare,gift}'),
        (34, 'APM', 'Apple & Mustard',        'chutney',   'chutneys',         '{apple,mustard-seed}',    5.60, '{mustard}',           '{cheese,savoury,spicy}'),
        (35, 'PEW', 'Pear & Walnut',          'butter',    'fruit-butters',    '{pear,walnut}',           6.30, '{nuts}',              '{cheese}'),
        (36, 'RHU', 'Rhubarb',                'jam',       'orchard-jams',     '{rhubarb}',               4.90, '{}',                  '{spring,tart}'),
        (37, 'FOR', 'Forest Berries',         'jam',       'berry-jams',       '{blackberry,blueberry}',  5.90, '{}',                  '{forest}'),
        (38, 'FIM', 'Fig & Mustard',          'chutney',   'chutneys',         '{fig,mustard-seed}',      6.60, '{mustard,sulphites}', '{cheese,savoury}'),
        (39, 'QUA', 'Quince & Apple',         'butter',    'fruit-butters',    '{quince,apple}',          5.50, '{}',                  '{autumn,less_sugar}'),
        (40, 'BAK', 'Baked Apple',            'jam',       'for-christmas',    '{apple,walnut,cinnamon}', 5.90, '{nuts}',              '{winter,gift}')
),
jar (no, grams, factor) as (
    values (1, 225, 0.75), (2, 340, 1.00), (3, 900, 2.30)
),
product as (
    insert into shop.products
        (id, sku, category_id, kind, name, description, net_weight_g, price,
         allergens, tags, attributes, is_active, created_at, updated_at)
    overriding system value
    select
        (r.no - 1) * 3 + j.no,
        r.code || '-' || j.grams,
        c.id,
        r.kind::shop.spread_kind,
        r.name,
        format('%s %s, cooked slowly in small kettles.', r.name, r.kind),
        j.grams,
        round(r.price * j.factor, 1),
        r.allergens::shop.allergen[],
        r.tags::text[],
        jsonb_build_object(
            'sugar_pct', 38 + r.no % 5 * 4,
            'vegan', true,
            'jar', jsonb_build_object('diameter_mm', 60 + j.no * 8, 'deposit', j.no = 3)),
        -- The big jars of the two slowest recipes are no longer cooked.
        not (r.no in (29, 33) and j.no = 3),
        timestamptz '2024-05-01 09:00+00',
        timestamptz '2024-05-01 09:00+00'
    from recipe as r
    cross join jar as j
    join shop.categories as c on c.slug = r.category
    returning id, sku
)
-- One statement for both tables, because only here is known what goes into
-- which jar. Sugar, lemon juice and pectin make 38 %, the fruits the rest.
insert into shop.product_ingredients (product_id, ingredient_id, share_pct)
select
    p.id,
    i.id,
    case
        when i.slug = 'cane-sugar' then 36.0
        when i.slug = 'lemon-juice' then 1.5
        when i.slug = 'apple-pectin' then 0.5
        when part.position = 1 then 62.0 - 6.0 * (cardinality(r.fruits::text[]) - 1)
        else 6.0
    end
from product as p
join recipe as r on r.code = left(p.sku, 3)
cross join lateral unnest(r.fruits::text[] || '{cane-sugar,lemon-juice,apple-pectin}'::text[])
    with ordinality as part (slug, position)
join shop.ingredients as i on i.slug = part.slug;

select setval(pg_get_serial_sequence('shop.products', 'id'), (select max(id) from shop.products));
