-- Casts, but those that come with a range type.
select 'pg_catalog.pg_cast'::pg_catalog.regclass::bigint, k.oid::bigint, 0,
       array[pg_catalog.format_type(k.castsource, null),
             pg_catalog.format_type(k.casttarget, null)]::text[],
       pg_catalog.format('(%s as %s)', pg_catalog.format_type(k.castsource, null),
                         pg_catalog.format_type(k.casttarget, null)),
       pg_catalog.jsonb_build_object(
         'method', case k.castmethod when 'b' then 'without function' when 'i' then 'with inout'
                        else 'with function ' || k.castfunc::pg_catalog.regprocedure end,
         'context', case k.castcontext when 'a' then 'assignment' when 'i' then 'implicit' end
       )::text
  from pg_catalog.pg_cast k
 where k.oid >= 16384
   and not exists (select from pg_catalog.pg_depend d
                    where d.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass
                      and d.objid = k.oid and d.deptype = 'i')
