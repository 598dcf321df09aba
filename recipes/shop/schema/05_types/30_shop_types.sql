create type shop.spread_kind as enum ('jam', 'jelly', 'marmalade', 'butter', 'chutney');

create type shop.allergen as enum ('nuts', 'milk', 'sulphites', 'mustard', 'sesame');

-- The order of the values is the order of events, so `status >= 'paid'` works.
create type shop.order_status as enum
    ('placed', 'paid', 'shipped', 'delivered', 'returned', 'cancelled');

create type shop.payment_method as enum ('card', 'sepa', 'wallet', 'invoice', 'voucher');

create type shop.movement_kind as enum ('cooked', 'picked', 'returned', 'written_off');

create type shop.return_reason as enum ('broken_jar', 'wrong_item', 'taste', 'late');
