-- Constraints of tables but NOT NULL and foreign keys. pg_depend does not tell which check of a
-- parent a child's comes from.
select 'pg_catalog.pg_constraint'::pg_catalog.regclass::bigint, k.oid::bigint, 0,
       array[n.nspname, t.relname, k.conname]::text[],
       pg_catalog.quote_ident(k.conname),
       pg_catalog.jsonb_build_object(
         'table', pg_catalog.format('%I.%I', n.nspname, t.relname),
         'definition', case when pg_catalog.right(h.text, pg_catalog.length(w.text)) = w.text
           then pg_catalog.left(h.text, pg_catalog.length(h.text) - pg_catalog.length(w.text))
           else h.text end,
         'predicate', p.text,
         'timing', pg_catalog.btrim(pg_catalog.lower(e.timing)),
         'enforced', e.enforced,
         'validated', k.convalidated,
         'own', k.conislocal,
         'inherited', k.contype = 'c' and k.coninhcount > 0,
         'index_comment', pg_catalog.obj_description(i.indexrelid, 'pg_class'),
         'goes_with', (
           select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
                             'constraint', array[pn.nspname, pc.relname, pk.conname])), '[]')
             from pg_catalog.pg_inherits g
             join pg_catalog.pg_constraint pk on pk.conrelid = g.inhparent and pk.contype = 'c'
             join pg_catalog.pg_class pc on pc.oid = g.inhparent
             join pg_catalog.pg_namespace pn on pn.oid = pc.relnamespace
            where k.contype = 'c' and k.coninhcount > 0 and not k.conislocal
              and g.inhrelid = k.conrelid and pk.conname = k.conname and not pk.connoinherit),
         'storage', case when i.indexrelid is not null then pg_catalog.jsonb_build_object(
           'index', pg_catalog.quote_ident(c.relname),
           'name', pg_catalog.format('%I.%I', n.nspname, c.relname),
           'table', pg_catalog.format('%I.%I', n.nspname, t.relname),
           'partitioned', c.relkind = 'I',
           'options', coalesce(pg_catalog.to_jsonb(c.reloptions), '[]'),
           'tablespace', pg_catalog.quote_ident(s.spcname),
           'clustered', i.indisclustered,
           'replica_identity', i.indisreplident,
           'statistics', (select coalesce(pg_catalog.jsonb_agg(
                                   array[a.attnum, a.attstattarget] order by a.attnum), '[]')
                            from pg_catalog.pg_attribute a
                           where a.attrelid = c.oid and a.attstattarget >= 0),
           'valid', i.indisvalid) end
       )::text
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class t on t.oid = k.conrelid
  join pg_catalog.pg_namespace n on n.oid = t.relnamespace
  left join pg_catalog.pg_index i on i.indexrelid = k.conindid and k.contype in ('p', 'u', 'x')
  left join pg_catalog.pg_class c on c.oid = i.indexrelid
  left join pg_catalog.pg_tablespace s on s.oid = c.reltablespace
 cross join lateral (select pg_catalog.pg_get_expr(i.indpred, i.indrelid)) p (text)
 cross join lateral (
   select coalesce((pg_catalog.to_jsonb(k) ->> 'conenforced')::boolean, true),
          case when k.condeferrable then ' DEFERRABLE' else '' end
            || case when k.condeferred then ' INITIALLY DEFERRED' else '' end
 ) e (enforced, timing)
 cross join lateral (
   -- The definition, up to the predicate.
   select pg_catalog.left(d.text, pg_catalog.length(d.text) - pg_catalog.length(
            coalesce(' WHERE (' || p.text || ')', '') || e.timing
            || case when not e.enforced then ' NOT ENFORCED'
                    when not k.convalidated then ' NOT VALID' else '' end))
     from pg_catalog.pg_get_constraintdef(k.oid) d (text)
 ) h (text)
 cross join lateral (
   select coalesce(' WITH (' || pg_catalog.string_agg(
            pg_catalog.quote_ident(o.option_name) || '='
              || case when pg_catalog.quote_ident(o.option_value) = o.option_value
                      then o.option_value
                      else pg_catalog.quote_literal(o.option_value) end, ', ') || ')', '')
     from pg_catalog.pg_options_to_table(c.reloptions) o
 ) w (text)
 where k.contype in ('p', 'u', 'x', 'c') and k.oid >= 16384 and t.relpersistence <> 't'
