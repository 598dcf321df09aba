-- confiture: backfill
update users set age = 18;
