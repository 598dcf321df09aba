-- Rules, but those that make views.
select 'pg_catalog.pg_rewrite'::pg_catalog.regclass::bigint, w.oid::bigint, 0,
       array[n.nspname, c.relname, w.rulename]::text[],
       pg_catalog.quote_ident(w.rulename),
       pg_catalog.jsonb_build_object(
         'table', pg_catalog.format('%I.%I', n.nspname, c.relname),
         'firing', case w.ev_enabled when 'D' then 'disable' when 'R' then 'enable replica'
                                     when 'A' then 'enable always' else 'enable' end,
         'definition', pg_catalog.rtrim(pg_catalog.pg_get_ruledef(w.oid), E' \n;')
       )::text
  from pg_catalog.pg_rewrite w
  join pg_catalog.pg_class c on c.oid = w.ev_class
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where w.oid >= 16384 and w.rulename <> '_RETURN' and c.relpersistence <> 't'
