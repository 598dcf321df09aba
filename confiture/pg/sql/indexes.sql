-- Indexes of the tables in $1, with the constraint that owns each, if one does.
select i.indrelid::bigint, c.relname, pg_catalog.pg_get_indexdef(c.oid),
       -- PostgreSQL leaves the storage parameters out of primary and unique keys' definitions.
       case when k.contype = 'x' then pg_catalog.pg_get_constraintdef(k.oid)
            else pg_catalog.left(d.text, pg_catalog.length(d.text) - pg_catalog.length(d.tail))
                 || coalesce(' WITH (' || o.text || ')', '') || d.tail end,
       i.indisunique or i.indisexclusion,
       not coalesce((pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
       i.indisvalid,
       array(select a.attname from pg_catalog.pg_attribute a
              where a.attrelid = i.indrelid and a.attnum > 0
                and (a.attnum = any ((i.indkey::int2[])[:i.indnkeyatts - 1])
                     or i.indexprs::text ~ (':varattno ' || a.attnum || ' '))
              order by pg_catalog.array_position(i.indkey::int2[], a.attnum))::text[],
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
       i.indisclustered, i.indisreplident, s.spcname,
       array(select array[a.attnum::int, a.attstattarget::int]
               from pg_catalog.pg_attribute a
              where a.attrelid = c.oid and a.attstattarget >= 0 order by a.attnum),
       array(select e.extname from pg_catalog.pg_depend d
               join pg_catalog.pg_extension e on e.oid = d.refobjid
              where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid
                and d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
                and d.deptype = 'x' order by 1)::text[],
       pg_catalog.obj_description(c.oid, 'pg_class'),
       pg_catalog.obj_description(k.oid, 'pg_constraint')
  from pg_catalog.pg_index i
  join pg_catalog.pg_class c on c.oid = i.indexrelid
  left join pg_catalog.pg_tablespace s on s.oid = c.reltablespace
  left join pg_catalog.pg_constraint k on k.conindid = c.oid and k.contype in ('p', 'u', 'x')
  left join pg_catalog.pg_inherits h on h.inhrelid = c.oid
  left join pg_catalog.pg_class p on p.oid = h.inhparent
  left join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
 cross join lateral (
   select pg_catalog.pg_get_constraintdef(k.oid),
          case when k.condeferrable then ' DEFERRABLE' else '' end
            || case when k.condeferred then ' INITIALLY DEFERRED' else '' end
 ) d (text, tail)
 cross join lateral (
   select pg_catalog.string_agg(
            pg_catalog.quote_ident(w.option_name) || '='
              || pg_catalog.quote_literal(w.option_value), ', ')
     from pg_catalog.pg_options_to_table(c.reloptions) w
 ) o (text)
 where i.indrelid = any ($1::bigint[]::oid[])
 order by i.indrelid, c.relname collate "C"
