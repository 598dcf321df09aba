---- bad: one of six
create table tenants (id bigint primary key);
create table a (id bigint primary key, tenant_id bigint references tenants);
create table b (id bigint primary key, tenant_id bigint references tenants);
create table c (id bigint primary key, tenant_id bigint references tenants);
create table d (id bigint primary key, tenant_id bigint references tenants);
create table e (id bigint primary key);
---- finds
note[missing-tenant-column]: table public.e has no tenant_id, as 4 other tables do
  --> a.sql:6:1
    |
  6 | create table e (id bigint primary key);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: add tenant_id, referring to public.tenants

1 note
---- good: half of them
create table tenants (id bigint primary key);
create table a (id bigint primary key, tenant_id bigint references tenants);
create table b (id bigint primary key, tenant_id bigint references tenants);
create table c (id bigint primary key, tenant_id bigint references tenants);
create table d (id bigint primary key, tenant_id bigint references tenants);
create table e (id bigint primary key);
create table f (id bigint primary key);
create table g (id bigint primary key);
