-- Operators, but those that are only mentioned as another's commutator or negator.
with named (oid, name) as (
  select o.oid, pg_catalog.format('%I.%s', n.nspname, o.oprname)
    from pg_catalog.pg_operator o
    join pg_catalog.pg_namespace n on n.oid = o.oprnamespace
)
select 'pg_catalog.pg_operator'::pg_catalog.regclass::bigint, o.oid::bigint, 0,
       array[n.nspname, o.oprname,
             coalesce(pg_catalog.format_type(nullif(o.oprleft, 0), null), 'none'),
             coalesce(pg_catalog.format_type(nullif(o.oprright, 0), null), 'none')]::text[],
       pg_catalog.format(
         '%s (%s, %s)', m.name,
         coalesce(pg_catalog.format_type(nullif(o.oprleft, 0), null), 'none'),
         coalesce(pg_catalog.format_type(nullif(o.oprright, 0), null), 'none')),
       pg_catalog.jsonb_build_object(
         'name', m.name,
         'left', pg_catalog.format_type(nullif(o.oprleft, 0), null),
         'right', pg_catalog.format_type(nullif(o.oprright, 0), null),
         'function', o.oprcode::pg_catalog.regproc::text,
         'commutator', (select pg_catalog.format('operator(%s)', x.name)
                          from named x where x.oid = o.oprcom),
         'negator', (select pg_catalog.format('operator(%s)', x.name)
                       from named x where x.oid = o.oprnegate),
         'restrict', nullif(o.oprrest::pg_catalog.regproc::text, '-'),
         'join', nullif(o.oprjoin::pg_catalog.regproc::text, '-'),
         'hashes', o.oprcanhash,
         'merges', o.oprcanmerge
       )::text
  from pg_catalog.pg_operator o
  join pg_catalog.pg_namespace n on n.oid = o.oprnamespace
  join named m on m.oid = o.oid
 where o.oid >= 16384 and o.oprcode <> 0
