-- After a frosty spring, fruit got dearer, and after a year glass did too. The
-- trigger on shop.products writes shop.price_changes; it takes the moment from
-- updated_at, so we set it, to have the same rows whenever this runs.

update shop.products
set price = round(price * 1.04, 1) + 0.10, updated_at = '2025-05-05 06:00+00'
where kind in ('jam', 'jelly');

update shop.products
set price = price + 0.20, updated_at = '2026-02-02 06:00+00'
where net_weight_g = 900;
