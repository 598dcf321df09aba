create table shop.countries (
    code         char(2)      primary key,
    name         varchar(60)  not null unique,
    dial_code    varchar(6)   not null,
    vat_rate     numeric(4,2) not null check (vat_rate between 0 and 30),
    shipping_fee numeric(6,2) check (shipping_fee >= 0),

    constraint countries_code_is_upper_case check (code ~ '^[A-Z]{2}$')
);

comment on table shop.countries is 'Countries that customers and suppliers live in';
comment on column shop.countries.code is 'ISO 3166-1 alpha-2';
comment on column shop.countries.vat_rate is 'Reduced rate for food, in per cent';
comment on column shop.countries.shipping_fee is 'Euros per parcel; null where we do not deliver';
