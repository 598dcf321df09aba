set local lock_timeout = '2s';
alter table users
  add column age int not null default 0,
  -- confiture: ignore constraint-not-validated because the next migration validates it
  add constraint grown check (age >= 0) not valid;
