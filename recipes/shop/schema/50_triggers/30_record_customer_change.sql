create function crm.record_customer_change()
    returns trigger
    language plpgsql
as $$
declare
    changed text[];
begin
    select array_agg(o.key order by o.key collate "C") into changed
    from jsonb_each(to_jsonb(old)) as o
    join jsonb_each(to_jsonb(new)) as n on n.key = o.key
    where n.value <> o.value and o.key <> 'updated_at';

    if changed is not null then
        insert into crm.customer_changes (customer_id, changed_at, changed_columns)
        values (new.id, new.updated_at, changed);
    end if;
    return null;
end;
$$;

comment on function crm.record_customer_change() is 'Trigger: notes which columns changed, not their values';

create trigger customers_record_change after update on crm.customers
    for each row execute function crm.record_customer_change();
