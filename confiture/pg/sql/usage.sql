-- How often each index and table was used, and what each sequence gave out last; null before the
-- first value, and where the role may not look.
select 'index', schemaname::text, indexrelname::text, idx_scan::int8
  from pg_catalog.pg_stat_user_indexes
 union all
select 'table', schemaname::text, relname::text, (seq_scan + coalesce(idx_scan, 0))::int8
  from pg_catalog.pg_stat_user_tables
 union all
select 'sequence', schemaname::text, sequencename::text, last_value::int8
  from pg_catalog.pg_sequences
