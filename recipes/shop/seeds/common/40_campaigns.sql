insert into shop.campaigns (id, name, during, discount_pct)
overriding system value
values
    ( 1, 'Opening weeks',        '[2024-07-01,2024-07-15)', 15.0),
    ( 2, 'Summer harvest 2024',  '[2024-08-10,2024-08-18)', 10.0),
    ( 3, 'World bread day 2024', '[2024-10-14,2024-10-19)', 10.0),
    ( 4, 'Black jam week 2024',  '[2024-11-25,2024-12-02)', 20.0),
    ( 5, 'Blue Monday 2025',     '[2025-01-20,2025-01-22)', 12.5),
    ( 6, 'Rhubarb is back 2025', '[2025-04-22,2025-04-29)', 10.0),
    ( 7, 'First birthday',       '[2025-07-01,2025-07-08)', 15.0),
    ( 8, 'World bread day 2025', '[2025-10-13,2025-10-18)', 10.0),
    ( 9, 'Black jam week 2025',  '[2025-11-24,2025-12-01)', 20.0),
    (10, 'Rhubarb is back 2026', '[2026-04-20,2026-04-27)', 10.0),
    (11, 'Second birthday',      '[2026-07-01,)',           15.0);

select setval(pg_get_serial_sequence('shop.campaigns', 'id'), (select max(id) from shop.campaigns));
