---- bad: a password
create extension postgres_fdw;
create server other foreign data wrapper postgres_fdw options (host 'db.internal');
create user mapping for current_user server other options (user 'app', password 'x');
---- finds
warning[password-in-user-mapping]: the user mapping of current_user for server other holds a password
  help: keep it in a passfile on the server

1 warning
---- good: none
create extension postgres_fdw;
create server other foreign data wrapper postgres_fdw options (host 'db.internal');
create user mapping for current_user server other options (user 'app');
