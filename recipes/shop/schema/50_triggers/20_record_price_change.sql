create function shop.record_price_change()
    returns trigger
    language plpgsql
as $$
begin
    insert into shop.price_changes (product_id, changed_at, old_price, new_price)
    values (new.id, new.updated_at, old.price, new.price);
    return null;
end;
$$;

comment on function shop.record_price_change() is 'Trigger: keeps the old price';

create trigger products_record_price_change after update of price on shop.products
    for each row when (old.price <> new.price)
    execute function shop.record_price_change();
