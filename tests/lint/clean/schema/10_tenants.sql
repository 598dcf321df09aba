create schema app;

create table app.tenants (
  id bigint primary key generated always as identity,
  name text not null unique check (length(name) <= 80),
  created_at timestamptz not null default now()
);
comment on table app.tenants is 'a customer, whose rows nobody else sees';

create table app.users (
  id bigint primary key generated always as identity,
  tenant_id bigint not null references app.tenants,
  email text not null,
  password_hash text not null,
  active boolean not null default true,
  settings jsonb not null default '{}',
  unique (tenant_id, email)
);
comment on table app.users is 'whoever may log in';

alter table app.users enable row level security;
create policy own_tenant on app.users
  using (tenant_id = current_setting('app.tenant')::bigint);

create view app.active_users with (security_invoker) as
  select id, tenant_id, email from app.users where active;
comment on view app.active_users is 'users who have not left';
