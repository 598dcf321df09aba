-- Indexes that no constraint owns.
select 'pg_catalog.pg_class'::pg_catalog.regclass::bigint, c.oid::bigint, 0,
       array[n.nspname, c.relname]::text[],
       pg_catalog.format('%I.%I', n.nspname, c.relname),
       pg_catalog.jsonb_build_object(
         'table', array[tn.nspname, t.relname],
         'definition', case when pg_catalog.right(h.text, pg_catalog.length(w.text)) = w.text
           then pg_catalog.left(h.text, pg_catalog.length(h.text) - pg_catalog.length(w.text))
           else h.text end,
         'predicate', p.text,
         'storage', pg_catalog.jsonb_build_object(
           'index', pg_catalog.quote_ident(c.relname),
           'name', pg_catalog.format('%I.%I', n.nspname, c.relname),
           'table', pg_catalog.format('%I.%I', tn.nspname, t.relname),
           'partitioned', c.relkind = 'I',
           'options', coalesce(pg_catalog.to_jsonb(c.reloptions), '[]'),
           'tablespace', pg_catalog.quote_ident(s.spcname),
           'clustered', i.indisclustered,
           'replica_identity', i.indisreplident,
           'statistics', (select coalesce(pg_catalog.jsonb_agg(
                                   array[a.attnum, a.attstattarget] order by a.attnum), '[]')
                            from pg_catalog.pg_attribute a
                           where a.attrelid = c.oid and a.attstattarget >= 0),
           'valid', i.indisvalid)
       )::text
  from pg_catalog.pg_index i
  join pg_catalog.pg_class c on c.oid = i.indexrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_class t on t.oid = i.indrelid
  join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
  left join pg_catalog.pg_tablespace s on s.oid = c.reltablespace
 cross join lateral (select pg_catalog.pg_get_expr(i.indpred, i.indrelid)) p (text)
 cross join lateral (
   -- The statement, up to its predicate.
   select pg_catalog.left(d.text, pg_catalog.length(d.text)
            - coalesce(pg_catalog.length(' WHERE ' || p.text), 0))
     from pg_catalog.pg_get_indexdef(c.oid, 0, false) d (text)
 ) h (text)
 cross join lateral (
   select coalesce(' WITH (' || pg_catalog.string_agg(
            pg_catalog.quote_ident(o.option_name) || '='
              || case when pg_catalog.quote_ident(o.option_value) = o.option_value
                      then o.option_value
                      else pg_catalog.quote_literal(o.option_value) end, ', ') || ')', '')
     from pg_catalog.pg_options_to_table(c.reloptions) o
 ) w (text)
 where c.oid >= 16384 and c.relpersistence <> 't' and t.relkind in ('r', 'p', 'm')
   and not exists (select from pg_catalog.pg_constraint k
                    where k.conindid = c.oid and k.contype in ('p', 'u', 'x'))
