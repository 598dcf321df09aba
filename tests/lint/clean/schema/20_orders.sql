create table app.orders (
  id bigint not null generated always as identity,
  tenant_id bigint not null references app.tenants,
  user_id bigint not null references app.users on delete restrict,
  status text not null default 'open' check (status in ('open', 'paid', 'sent')),
  total numeric(12, 2) not null,
  placed_at timestamptz not null default now(),
  primary key (placed_at, id)
) partition by range (placed_at);
comment on table app.orders is 'what a user has asked for';
create index on app.orders (tenant_id);
create index on app.orders (user_id, placed_at);

create table app.orders_2026 partition of app.orders
  for values from ('2026-01-01') to ('2027-01-01');

create function app.touch() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  new.settings := new.settings || jsonb_build_object('touched', now());
  return new;
end
$$;
create trigger touched before update on app.users
  for each row execute function app.touch();

create materialized view app.totals as
  select tenant_id, sum(total) as total from app.orders group by tenant_id;
comment on materialized view app.totals is 'per tenant, refreshed at night';
create unique index on app.totals (tenant_id);
