-- Partitioned by list: card data lives in a table of its own, which can get
-- stricter rights and an earlier end than the rest.
create table shop.payments (
    id              uuid                not null default gen_random_uuid(),
    method          shop.payment_method not null,
    order_id        bigint              not null references shop.orders (id) on delete restrict,
    amount          numeric(10,2)       not null check (amount <> 0),
    cardholder_name varchar(80),
    card_last4      char(4),
    iban            varchar(34),
    wallet_email    crm.email_address,
    receipt_digest  bytea               not null check (octet_length(receipt_digest) = 32),
    paid_at         timestamptz         not null default now(),

    primary key (id, method),
    constraint payments_say_who_paid check (
        case method
            when 'card'   then cardholder_name is not null and card_last4 is not null
            when 'sepa'   then iban is not null
            when 'wallet' then wallet_email is not null
            else true
        end)
) partition by list (method);

create index payments_order_id_idx on shop.payments (order_id);
create index payments_paid_at_idx on shop.payments (paid_at);

create table shop.payments_card partition of shop.payments for values in ('card');
create table shop.payments_sepa partition of shop.payments for values in ('sepa');
create table shop.payments_wallet partition of shop.payments for values in ('wallet');
create table shop.payments_other partition of shop.payments default;

comment on table shop.payments is 'Money in (above zero) and refunds (below zero)';
comment on column shop.payments.cardholder_name is 'Personal: as embossed on the card';
comment on column shop.payments.card_last4 is 'Personal: the last four digits, all we ever see';
comment on column shop.payments.iban is 'Sensitive: account of a direct debit';
comment on column shop.payments.wallet_email is 'Personal: login of the wallet';
comment on column shop.payments.receipt_digest is 'SHA-256 of the receipt as sent';
