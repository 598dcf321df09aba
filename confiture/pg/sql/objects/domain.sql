-- Domains, without their check constraints.
select 'pg_catalog.pg_type'::pg_catalog.regclass::bigint, t.oid::bigint, 0,
       array[n.nspname, t.typname]::text[],
       pg_catalog.format('%I.%I', n.nspname, t.typname),
       pg_catalog.jsonb_build_object(
         'type', pg_catalog.format_type(t.typbasetype, t.typtypmod),
         'collation', (select pg_catalog.format('%I.%I', ln.nspname, l.collname)
                         from pg_catalog.pg_collation l
                         join pg_catalog.pg_namespace ln on ln.oid = l.collnamespace
                        where l.oid = t.typcollation and t.typcollation <> b.typcollation),
         'default', coalesce(pg_catalog.pg_get_expr(t.typdefaultbin, 0), t.typdefault),
         'not_null', t.typnotnull,
         'not_null_name', (select pg_catalog.quote_ident(k.conname)
                             from pg_catalog.pg_constraint k
                            where k.contypid = t.oid and k.contype = 'n'
                              and k.conname <> t.typname || '_not_null')
       )::text
  from pg_catalog.pg_type t
  join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  join pg_catalog.pg_type b on b.oid = t.typbasetype
 where t.typtype = 'd' and t.oid >= 16384
