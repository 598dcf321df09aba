-- Foreign keys, partitions' shares of their parents' among them.
select 'pg_catalog.pg_constraint'::pg_catalog.regclass::bigint, k.oid::bigint, 0,
       array[n.nspname, t.relname, k.conname]::text[],
       pg_catalog.quote_ident(k.conname),
       pg_catalog.jsonb_build_object(
         'table', pg_catalog.format('%I.%I', n.nspname, t.relname),
         'definition', pg_catalog.left(d.text, pg_catalog.length(d.text) - pg_catalog.length(
           e.timing || case when not e.enforced then ' NOT ENFORCED'
                            when not k.convalidated then ' NOT VALID' else '' end)),
         'timing', pg_catalog.btrim(pg_catalog.lower(e.timing)),
         'enforced', e.enforced,
         'validated', k.convalidated,
         'inherited', k.conparentid <> 0
       )::text
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class t on t.oid = k.conrelid
  join pg_catalog.pg_namespace n on n.oid = t.relnamespace
  left join pg_catalog.pg_constraint pk on pk.oid = k.conparentid
 cross join lateral pg_catalog.pg_get_constraintdef(k.oid) d (text)
 cross join lateral (
   select coalesce((pg_catalog.to_jsonb(k) ->> 'conenforced')::boolean, true),
          case when k.condeferrable then ' DEFERRABLE' else '' end
            || case when k.condeferred then ' INITIALLY DEFERRED' else '' end
 ) e (enforced, timing)
 where k.contype = 'f' and k.oid >= 16384 and t.relpersistence <> 't'
   -- A key to a partitioned table has rows for each partition that it leads to.
   and (pk.oid is null or pk.conrelid <> k.conrelid and pk.confrelid = k.confrelid)
