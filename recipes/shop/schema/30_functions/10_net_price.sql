-- Immutable and in one expression, so the planner writes it into the query
-- in place of the call.
create function shop.net_price(gross numeric, vat_rate numeric)
    returns numeric
    language sql
    immutable strict parallel safe
    return round(gross * 100 / (100 + vat_rate), 2);

comment on function shop.net_price(numeric, numeric) is 'The price without VAT, rounded to cents';
