-- Indexes of the tables in $1, with the constraint that owns each, if one does.
select i.indrelid::bigint, c.relname, pg_catalog.pg_get_indexdef(c.oid),
       pg_catalog.pg_get_constraintdef(k.oid), i.indisunique,
       array(select a.attname from pg_catalog.unnest(i.indkey) with ordinality u (num, n)
               join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.num
              where u.n <= i.indnkeyatts and u.num > 0 order by u.n)::text[],
       pn.nspname, p.relname,
       exists (select from pg_catalog.pg_depend d
                where d.deptype = 'n'
                  and (d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                       and d.refobjid = c.oid
                       or d.refclassid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
                       and d.refobjid = k.oid)
                  and not (d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
                           and exists (select from pg_catalog.pg_constraint f
                                        where f.oid = d.objid and f.contype = 'f'))),
       i.indisclustered, i.indisreplident,
       pg_catalog.obj_description(c.oid, 'pg_class'),
       pg_catalog.obj_description(k.oid, 'pg_constraint')
  from pg_catalog.pg_index i
  join pg_catalog.pg_class c on c.oid = i.indexrelid
  left join pg_catalog.pg_constraint k on k.conindid = c.oid and k.contype in ('p', 'u', 'x')
  left join pg_catalog.pg_inherits h on h.inhrelid = c.oid
  left join pg_catalog.pg_class p on p.oid = h.inhparent
  left join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
 where i.indrelid = any ($1::bigint[]::oid[])
 order by i.indrelid, c.relname collate "C"
