create table shop.ingredients (
    id         integer     generated always as identity primary key,
    slug       varchar(40) not null unique,
    name       varchar(60) not null,
    is_organic boolean     not null default true,
    -- Months in which it is ripe, 1 to 12; empty for what keeps all year.
    season     smallint[]  not null default '{}'
               check (season <@ array[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]::smallint[])
);

-- Many to many: the pair itself is the key, and goes with its product.
create table shop.product_ingredients (
    product_id    integer      not null references shop.products (id) on delete cascade,
    ingredient_id integer      not null references shop.ingredients (id) on delete restrict,
    share_pct     numeric(4,1) not null check (share_pct > 0 and share_pct <= 100),

    primary key (product_id, ingredient_id)
);

create index product_ingredients_ingredient_id_idx on shop.product_ingredients (ingredient_id);

comment on table shop.ingredients is 'Fruit, sugar, spices';
comment on column shop.ingredients.season is 'Months of harvest (1 to 12), empty if it keeps all year';
comment on table shop.product_ingredients is 'What is in a jar';
comment on column shop.product_ingredients.share_pct is 'Per cent of the weight';
