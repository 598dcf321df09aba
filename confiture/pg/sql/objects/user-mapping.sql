-- User mappings. Values of options that look like secrets stay where they are.
select 'pg_catalog.pg_user_mapping'::pg_catalog.regclass::bigint, m.umid::bigint, 0,
       array[m.srvname, r.role]::text[], r.role,
       pg_catalog.jsonb_build_object(
         'server', pg_catalog.quote_ident(m.srvname),
         'options', coalesce(o.open, '[]'),
         'secrets', coalesce(o.secret, '[]')
       )::text
  from pg_catalog.pg_user_mappings m
 cross join lateral (
    select case when m.umuser = 0 then 'public'
                when m.usename = current_user then 'current_user'
                else pg_catalog.quote_ident(m.usename) end
  ) r (role)
 cross join lateral (
    select pg_catalog.jsonb_agg(array[pg_catalog.quote_ident(p.option_name), p.option_value]
                                order by p.option_name) filter (where not h.hidden),
           pg_catalog.jsonb_agg(pg_catalog.quote_ident(p.option_name)
                                order by p.option_name) filter (where h.hidden)
      from pg_catalog.pg_options_to_table(m.umoptions) p
     cross join lateral (
       select p.option_name
              ~* 'passw|passphrase|pwd|secret|token|credential|(api|access|private).?key'
     ) h (hidden)
  ) o (open, secret)
 where m.umid >= 16384
