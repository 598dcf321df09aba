create function shop.cancel_order(wanted_order_id bigint)
    returns void
    language plpgsql
    -- Names in the body mean the same whoever calls, with whatever path.
    set search_path = ''
as $$
declare
    current_status shop.order_status;
begin
    -- The lock keeps the warehouse from packing while we decide.
    select status into current_status
    from shop.orders
    where id = wanted_order_id
    for update;

    if not found then
        raise exception 'order % does not exist', wanted_order_id
            using errcode = 'no_data_found';
    end if;

    if current_status not in ('placed', 'paid') then
        raise exception 'order % is already %', wanted_order_id, current_status
            using hint = 'Only orders that have not been shipped can be cancelled.';
    end if;

    update shop.orders set status = 'cancelled' where id = wanted_order_id;
end;
$$;

comment on function shop.cancel_order(bigint) is 'Cancels an order that has not left yet';
