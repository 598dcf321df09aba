create function shop.touch_updated_at()
    returns trigger
    language plpgsql
as $$
begin
    -- Not now(), which stands still within a transaction.
    new.updated_at := clock_timestamp();
    return new;
end;
$$;

comment on function shop.touch_updated_at() is 'Trigger: sets updated_at';

-- Whoever sets updated_at himself, such as an import, is left alone.
create trigger products_touch before update on shop.products
    for each row when (old.updated_at = new.updated_at)
    execute function shop.touch_updated_at();

create trigger suppliers_touch before update on shop.suppliers
    for each row when (old.updated_at = new.updated_at)
    execute function shop.touch_updated_at();

create trigger orders_touch before update on shop.orders
    for each row when (old.updated_at = new.updated_at)
    execute function shop.touch_updated_at();

create trigger employees_touch before update on crm.employees
    for each row when (old.updated_at = new.updated_at)
    execute function shop.touch_updated_at();

create trigger customers_touch before update on crm.customers
    for each row when (old.updated_at = new.updated_at)
    execute function shop.touch_updated_at();
