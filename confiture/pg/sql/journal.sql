-- Confiture's own schema in each database that it writes to.
create schema if not exists confiture;
comment on schema confiture is 'journal of confiture: runs, steps, and the token that fences off stale runs';

create table if not exists confiture.run (
  id      text primary key,
  recipe  text not null,
  digest  text not null,
  plan    text not null,
  state   text not null check (state in ('running', 'done', 'failed', 'interrupted', 'undone')),
  steps   int not null,
  message text,
  started timestamptz not null default clock_timestamp(),
  ended   timestamptz
);

create table if not exists confiture.step (
  run      text not null references confiture.run on delete cascade,
  step     text not null,
  kind     text not null,
  statement text not null,
  result   jsonb not null,
  finished timestamptz not null default clock_timestamp(),
  primary key (run, step)
);

create table if not exists confiture.fence (
  one   boolean primary key default true check (one),
  token bigint not null,
  run   text not null
);

create table if not exists confiture.begun (
  run       text not null references confiture.run on delete cascade,
  step      text not null,
  sequences jsonb not null,
  primary key (run, step)
);
comment on table confiture.begun is 'steps that have begun and are not done, and where the sequences stood then';
