-- Only one campaign at a time, so that two discounts never meet on one order.
-- A range has no equality that would say so; an exclusion constraint on
-- overlap (&&) does, and GiST knows ranges without any extension.
create table shop.campaigns (
    id           integer      generated always as identity primary key,
    name         varchar(60)  not null unique,
    during       daterange    not null check (not isempty(during)),
    discount_pct numeric(4,1) not null check (discount_pct between 0 and 50),

    constraint campaigns_do_not_overlap exclude using gist (during with &&)
);

comment on table shop.campaigns is 'Discounts on everything, for some days';
comment on column shop.campaigns.during is 'First day included, last day excluded';
