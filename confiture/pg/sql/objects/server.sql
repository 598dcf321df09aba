-- Foreign servers. Values of options that look like secrets stay where they are.
select 'pg_catalog.pg_foreign_server'::pg_catalog.regclass::bigint, s.oid::bigint, 0,
       array[s.srvname]::text[], pg_catalog.quote_ident(s.srvname),
       pg_catalog.jsonb_build_object(
         'wrapper', pg_catalog.quote_ident(w.fdwname),
         'label', s.srvtype,
         'version', s.srvversion,
         'options', coalesce(o.open, '[]'),
         'secrets', coalesce(o.secret, '[]')
       )::text
  from pg_catalog.pg_foreign_server s
  join pg_catalog.pg_foreign_data_wrapper w on w.oid = s.srvfdw
 cross join lateral (
    select pg_catalog.jsonb_agg(array[pg_catalog.quote_ident(p.option_name), p.option_value]
                                order by p.option_name) filter (where not h.hidden),
           pg_catalog.jsonb_agg(pg_catalog.quote_ident(p.option_name)
                                order by p.option_name) filter (where h.hidden)
      from pg_catalog.pg_options_to_table(s.srvoptions) p
     cross join lateral (
       select p.option_name
              ~* 'passw|passphrase|pwd|secret|token|credential|(api|access|private).?key'
     ) h (hidden)
  ) o (open, secret)
 where s.oid >= 16384
