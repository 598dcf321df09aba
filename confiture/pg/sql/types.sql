-- Types that users made, and what each is made of: two of one name may hold different values.
-- The row type of a table is among them only where a column has it.
with used (oid) as (
  select distinct coalesce(nullif(t.typelem, 0), t.oid)
    from (select distinct a.atttypid from pg_catalog.pg_attribute a
           where a.attnum > 0 and not a.attisdropped) a
    join pg_catalog.pg_type t on t.oid = a.atttypid
)
select pg_catalog.format_type(t.oid, null),
       case t.typtype
         when 'e' then 'enum ' || (select pg_catalog.string_agg(pg_catalog.quote_literal(e.enumlabel), ', '
                                                                order by e.enumsortorder)
                                     from pg_catalog.pg_enum e where e.enumtypid = t.oid)
         when 'd' then 'domain ' || pg_catalog.format_type(t.typbasetype, t.typtypmod)
         when 'r' then 'range ' || pg_catalog.format_type(r.rngsubtype, null)
         when 'm' then 'multirange ' || pg_catalog.format_type(m.rngtypid, null)
         else 'row ' || (select pg_catalog.string_agg(
                                  pg_catalog.quote_ident(a.attname) || ' '
                                    || pg_catalog.format_type(a.atttypid, a.atttypmod),
                                  ', ' order by a.attnum)
                           from pg_catalog.pg_attribute a
                          where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped)
       end,
       array(select pg_catalog.format_type(coalesce(nullif(p.typelem, 0), p.oid), null)
               from pg_catalog.pg_type p
              where p.oid in (t.typbasetype, r.rngsubtype, m.rngtypid)
                 or p.oid in (select a.atttypid from pg_catalog.pg_attribute a
                               where a.attrelid = t.typrelid and a.attnum > 0
                                 and not a.attisdropped)
              order by 1)::text[]
  from pg_catalog.pg_type t
  join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  left join pg_catalog.pg_range r on r.rngtypid = t.oid
  left join pg_catalog.pg_range m on m.rngmultitypid = t.oid
 where t.typtype in ('c', 'd', 'e', 'm', 'r')
   and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'confiture')
   and (t.typtype <> 'c'
        or exists (select from pg_catalog.pg_class c where c.oid = t.typrelid and c.relkind = 'c')
        or t.oid in (select oid from used))
   and not exists (select from pg_catalog.pg_depend d
                    where d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass
                      and d.objid = t.oid and d.deptype = 'e')
 order by 1
