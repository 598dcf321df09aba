---- bad: a tenant that may be NULL
create table users (id bigint primary key, tenant bigint, name text not null, unique (tenant, name));
---- finds
note[unique-with-nullable-column]: public.users.users_tenant_name_key lets rows be twice where tenant is NULL
  --> a.sql:1:79
    |
  1 | create table users (id bigint primary key, tenant bigint, name text not null, unique (tenant, name));
    |                                                                               ^^^^^^^^^^^^^^^^^^^^^^
  help: set it NOT NULL, or say nulls not distinct

1 note
---- good: NOT NULL, one column, or NULLs that are equal
create table users (id bigint primary key, tenant bigint not null, name text not null,
  mail text unique, other int, unique (tenant, name), unique nulls not distinct (tenant, other));
