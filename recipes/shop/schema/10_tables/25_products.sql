create table shop.products (
    id           integer          generated always as identity primary key,
    sku          varchar(16)      not null unique,
    category_id  integer          not null references shop.categories (id) on delete restrict,
    kind         shop.spread_kind not null,
    name         varchar(80)      not null,
    description  text             not null default '',
    net_weight_g smallint         not null check (net_weight_g > 0),
    price        numeric(8,2)     not null check (price > 0),
    -- The law wants the price per kilogram on each label: computed, so never out of step.
    price_per_kg numeric(8,2)     generated always as (round(price * 1000 / net_weight_g, 2)) stored,
    allergens    shop.allergen[]  not null default '{}',
    tags         text[]           not null default '{}',
    attributes   jsonb            not null default '{}'
                                  check (jsonb_typeof(attributes) = 'object'),
    search       tsvector         generated always as
                                  (to_tsvector('simple', name || ' ' || description)) stored,
    is_active    boolean          not null default true,
    created_at   timestamptz      not null default now(),
    updated_at   timestamptz      not null default now(),

    unique (name, net_weight_g)
);

create index products_category_id_idx on shop.products (category_id);
create index products_tags_idx on shop.products using gin (tags);
create index products_attributes_idx on shop.products using gin (attributes jsonb_path_ops);
create index products_search_idx on shop.products using gin (search);
-- The shop window only ever asks for what can be bought.
create index products_on_sale_idx on shop.products (kind, price) where is_active;

comment on table shop.products is 'What can be bought: one row for each jar size';
comment on column shop.products.price is 'Euros with VAT';
comment on column shop.products.attributes is 'Facts for filters, such as sugar in per cent';
comment on column shop.products.search is 'Words of name and description, for full-text search';
