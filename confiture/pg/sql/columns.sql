-- Columns of the tables in $1, with the type under their domains.
with recursive base (oid, type, typmod, depth) as (
  select t.oid, t.oid, -1, 0 from pg_catalog.pg_type t
  union all
  select base.oid, t.typbasetype,
         case when t.typtypmod >= 0 then t.typtypmod else base.typmod end, base.depth + 1
    from base join pg_catalog.pg_type t on t.oid = base.type
   where t.typtype = 'd'
), resolved as (
  select distinct on (oid) oid, type, typmod from base order by oid, depth desc
)
select a.attrelid::bigint, a.attname,
       pg_catalog.format_type(a.atttypid, a.atttypmod),
       pg_catalog.format_type(r.type, null),
       b.typtype = 'b' and p.proname in ('textsend', 'varcharsend', 'bpcharsend', 'citextsend',
                                         'namesend'),
       case when r.type in (1042, 1043)
            then nullif(greatest(case when a.atttypmod >= 0 then a.atttypmod
                                      else r.typmod end, 4) - 4, 0)
            when r.type = 19 then 63 end,
       a.attnotnull or t.typnotnull, a.attgenerated <> '',
       -- Binary forms hold the OID of an array's element type and of a composite's attributes,
       -- and are themselves an OID for the reg… types; that of xml names another encoding.
       b.typtype = 'c'
         or b.typcategory = 'A' and (e.oid >= 16384 or e.typtype = 'c')
         or b.typtype in ('r', 'm') and b.oid >= 16384
         or coalesce(e.typname, b.typname) ~ '^(reg.*|xml)$' and b.oid < 16384
         or b.typsend::oid = 0,
       pg_catalog.pg_get_expr(d.adbin, d.adrelid),
       array(select u.attname from pg_catalog.pg_attribute u
              where u.attrelid = a.attrelid and u.attnum > 0 and a.attgenerated <> ''
                and d.adbin::text ~ (':varattno ' || u.attnum || ' ')
              order by u.attnum)::text[]
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_type t on t.oid = a.atttypid
  join resolved r on r.oid = a.atttypid
  join pg_catalog.pg_type b on b.oid = r.type
  left join pg_catalog.pg_proc p on p.oid = b.typsend
  left join pg_catalog.pg_type e on e.oid = b.typelem and b.typelem <> 0
  left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
 where a.attrelid = any ($1::bigint[]::oid[]) and a.attnum > 0 and not a.attisdropped
 order by a.attrelid, a.attnum
