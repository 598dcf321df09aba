-- Functions, procedures and window functions.
select 'pg_catalog.pg_proc'::pg_catalog.regclass::bigint, p.oid::bigint, 0,
       array[n.nspname, p.proname, pg_catalog.oidvectortypes(p.proargtypes)]::text[],
       pg_catalog.format('%I.%I(%s)', n.nspname, p.proname,
                         pg_catalog.pg_get_function_identity_arguments(p.oid)),
       pg_catalog.jsonb_build_object(
         'prokind', p.prokind,
         'result', case when p.proretset then 'setof ' else '' end
                   || pg_catalog.format_type(p.prorettype, null),
         'inputs', args.inputs,
         'outputs', case when p.prorettype = 'pg_catalog.record'::pg_catalog.regtype
                         then args.outputs else '[]' end,
         'defaults', pg_catalog.pg_get_expr(p.proargdefaults, 0),
         'default_count', p.pronargdefaults,
         'definition', pg_catalog.btrim(pg_catalog.pg_get_functiondef(p.oid), E'\n')
       )::text
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
 cross join lateral (
    select coalesce(pg_catalog.jsonb_agg(a.name order by a.i) filter (where a.mode <> 'o'
                                                                        and a.mode <> 't'), '[]'),
           coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
                                           a.name, pg_catalog.format_type(a.type, null))
                                         order by a.i) filter (where a.mode in ('o', 'b', 't')),
                    '[]')
      from (select i, coalesce(p.proargnames[i], ''), coalesce(p.proargmodes[i]::text, 'i'),
                   p.proallargtypes[i]
              from pg_catalog.generate_series(
                     1, coalesce(pg_catalog.cardinality(p.proallargtypes), p.pronargs)) i
           ) a (i, name, mode, type)
  ) args (inputs, outputs)
 where p.prokind <> 'a' and p.oid >= 16384
   and not exists (  -- what a range type brings along
     select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objid = p.oid
        and d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass and d.deptype = 'i')
