create table users (
  id bigint not null,
  email text not null,
  first_name text not null,
  last_name text not null,
  phone text not null,
  city text not null,
  created_at timestamptz not null,
  active boolean not null,
  balance numeric(12, 2) not null,
  preferences jsonb not null,
  bio text not null
)
