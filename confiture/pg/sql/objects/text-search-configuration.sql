-- Configurations of text search.
select 'pg_catalog.pg_ts_config'::pg_catalog.regclass::bigint, c.oid::bigint, 0,
       array[n.nspname, c.cfgname]::text[],
       pg_catalog.format('%I.%I', n.nspname, c.cfgname),
       pg_catalog.jsonb_build_object(
         'parser', pg_catalog.format('%I.%I', pn.nspname, p.prsname),
         'mappings', (
           select coalesce(pg_catalog.jsonb_agg(
                    pg_catalog.jsonb_build_array(pg_catalog.quote_ident(k.alias), k.dictionaries)
                    order by k.tokid), '[]')
             from (select y.tokid, y.alias,
                          pg_catalog.jsonb_agg(
                            pg_catalog.format('%I.%I', dn.nspname, d.dictname)
                            order by m.mapseqno)
                     from pg_catalog.pg_ts_config_map m
                     join pg_catalog.ts_token_type(c.cfgparser) y on y.tokid = m.maptokentype
                     join pg_catalog.pg_ts_dict d on d.oid = m.mapdict
                     join pg_catalog.pg_namespace dn on dn.oid = d.dictnamespace
                    where m.mapcfg = c.oid
                    group by y.tokid, y.alias) k (tokid, alias, dictionaries))
       )::text
  from pg_catalog.pg_ts_config c
  join pg_catalog.pg_namespace n on n.oid = c.cfgnamespace
  join pg_catalog.pg_ts_parser p on p.oid = c.cfgparser
  join pg_catalog.pg_namespace pn on pn.oid = p.prsnamespace
 where c.oid >= 16384
