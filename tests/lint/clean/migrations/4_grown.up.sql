set local lock_timeout = '2s';
alter table users validate constraint grown;
