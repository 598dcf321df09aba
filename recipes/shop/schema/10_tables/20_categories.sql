-- A tree in one table: each row points to its parent, the roots to nothing.
create table shop.categories (
    id        integer     generated always as identity primary key,
    parent_id integer     references shop.categories (id) on delete restrict,
    slug      varchar(40) not null unique,
    name      varchar(60) not null,
    position  smallint    not null default 0,

    constraint categories_not_its_own_parent check (parent_id <> id)
);

create index categories_parent_id_idx on shop.categories (parent_id);

comment on table shop.categories is 'The tree of shelves in the web shop';
comment on column shop.categories.position is 'Order among siblings, smallest first';
