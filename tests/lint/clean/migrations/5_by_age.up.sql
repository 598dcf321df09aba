create index concurrently by_age on users (age);
