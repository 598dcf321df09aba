create table shop.reviews (
    id           integer     generated always as identity primary key,
    product_id   integer     not null references shop.products (id) on delete cascade,
    -- A review stays when its author's account goes.
    customer_id  integer     references crm.customers (id) on delete set null,
    author_name  varchar(80) not null,
    rating       smallint    not null check (rating between 1 and 5),
    title        varchar(80) not null,
    body         text,
    helpful      integer     not null default 0 check (helpful >= 0),
    published_at timestamptz not null default now(),

    unique (product_id, customer_id)
);

create index reviews_customer_id_idx on shop.reviews (customer_id);
create index reviews_to_answer_idx on shop.reviews (published_at) where rating <= 2;

comment on table shop.reviews is 'Opinions of buyers, one for each product and customer';
comment on column shop.reviews.author_name is 'Personal: as shown, such as "Anna K."';
