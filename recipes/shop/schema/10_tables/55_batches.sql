-- A batch is numbered within its product, so its key has two columns, and
-- whatever points to a batch needs a foreign key of two columns.
create table shop.batches (
    product_id  integer      not null references shop.products (id) on delete restrict,
    batch_no    smallint     not null check (batch_no > 0),
    cooked_on   date         not null,
    best_before date         not null,
    jars        integer      not null check (jars > 0),
    sugar_brix  numeric(3,1) not null check (sugar_brix between 20 and 80),
    cooked_by   integer      references crm.employees (id) on delete set null,

    primary key (product_id, batch_no),
    constraint batches_keep_a_while check (best_before > cooked_on)
);

create index batches_best_before_idx on shop.batches (best_before);
create index batches_cooked_by_idx on shop.batches (cooked_by);

comment on table shop.batches is 'One kettle of one product';
comment on column shop.batches.sugar_brix is 'Measured sugar, degrees Brix';
