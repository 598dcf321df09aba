-- Aggregates.
select 'pg_catalog.pg_proc'::pg_catalog.regclass::bigint, p.oid::bigint, 0,
       array[n.nspname, p.proname, pg_catalog.oidvectortypes(p.proargtypes)]::text[],
       pg_catalog.format('%I.%I(%s)', n.nspname, p.proname, coalesce(nullif(
         pg_catalog.pg_get_function_identity_arguments(p.oid), ''), '*')),
       pg_catalog.jsonb_build_object(
         'function', pg_catalog.format('%I.%I(%s)', n.nspname, p.proname,
                                       pg_catalog.oidvectortypes(p.proargtypes)),
         'result', pg_catalog.format_type(p.prorettype, null),
         'aggkind', a.aggkind,
         'direct', a.aggnumdirectargs,
         'inputs', coalesce(pg_catalog.to_jsonb(p.proargnames), '[]'),
         'options', (
           select pg_catalog.jsonb_agg(
                    case o.value when '' then o.name else o.name || ' = ' || o.value end
                    order by o.place)
             from (values
               (1, 'sfunc', f.sfunc),
               (2, 'stype', pg_catalog.format_type(a.aggtranstype, null)),
               (3, 'sspace', nullif(a.aggtransspace, 0)::text),
               (4, 'finalfunc', f.finalfunc),
               (5, 'finalfunc_modify', f.finalfunc_modify),
               (6, 'combinefunc', f.combinefunc),
               (7, 'serialfunc', f.serialfunc),
               (8, 'deserialfunc', f.deserialfunc),
               (9, 'initcond', pg_catalog.quote_literal(a.agginitval)),
               (10, 'msfunc', f.msfunc),
               (11, 'minvfunc', f.minvfunc),
               (12, 'mstype', case when a.aggmtranstype <> 0
                                   then pg_catalog.format_type(a.aggmtranstype, null) end),
               (13, 'msspace', nullif(a.aggmtransspace, 0)::text),
               (14, 'mfinalfunc', f.mfinalfunc),
               (15, 'mfinalfunc_modify', f.mfinalfunc_modify),
               (16, 'minitcond', pg_catalog.quote_literal(a.aggminitval)),
               (17, 'sortop', (select pg_catalog.format('operator(%I.%s)', s.nspname, o.oprname)
                                 from pg_catalog.pg_operator o
                                 join pg_catalog.pg_namespace s on s.oid = o.oprnamespace
                                where o.oid = a.aggsortop)),
               (18, 'parallel', case p.proparallel when 's' then 'safe'
                                                   when 'r' then 'restricted' end),
               (19, 'finalfunc_extra', case when a.aggfinalextra then '' end),
               (20, 'mfinalfunc_extra', case when a.aggmfinalextra then '' end),
               (21, 'hypothetical', case when a.aggkind = 'h' then '' end)
             ) o (place, name, value)
            where o.value is not null)
       )::text
  from pg_catalog.pg_aggregate a
  join pg_catalog.pg_proc p on p.oid = a.aggfnoid
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
 cross join lateral (
    select nullif(a.aggtransfn::text, '-'), nullif(a.aggfinalfn::text, '-'),
           nullif(a.aggcombinefn::text, '-'), nullif(a.aggserialfn::text, '-'),
           nullif(a.aggdeserialfn::text, '-'), nullif(a.aggmtransfn::text, '-'),
           nullif(a.aggminvtransfn::text, '-'), nullif(a.aggmfinalfn::text, '-'),
           case when a.aggfinalmodify <> usual.modify then
             case a.aggfinalmodify when 'r' then 'read_only' when 's' then 'shareable'
                                   else 'read_write' end end,
           case when a.aggmtranstype <> 0 and a.aggmfinalmodify <> usual.modify then
             case a.aggmfinalmodify when 'r' then 'read_only' when 's' then 'shareable'
                                    else 'read_write' end end
      from (values (case a.aggkind when 'n' then 'r' else 'w' end)) usual (modify)
  ) f (sfunc, finalfunc, combinefunc, serialfunc, deserialfunc, msfunc, minvfunc, mfinalfunc,
       finalfunc_modify, mfinalfunc_modify)
 where p.oid >= 16384
