-- Triggers; not those of constraints, nor what a partition has from its parent.
select 'pg_catalog.pg_trigger'::pg_catalog.regclass::bigint, t.oid::bigint, 0,
       array[n.nspname, c.relname, t.tgname]::text[],
       pg_catalog.quote_ident(t.tgname),
       pg_catalog.jsonb_build_object(
         'table', pg_catalog.format('%I.%I', n.nspname, c.relname),
         'firing', case t.tgenabled when 'D' then 'disable' when 'R' then 'enable replica'
                                    when 'A' then 'enable always' else 'enable' end,
         'constraint', t.tgconstraint <> 0,
         'definition', pg_catalog.pg_get_triggerdef(t.oid)
       )::text
  from pg_catalog.pg_trigger t
  join pg_catalog.pg_class c on c.oid = t.tgrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where t.oid >= 16384 and not t.tgisinternal and t.tgparentid = 0 and c.relpersistence <> 't'
