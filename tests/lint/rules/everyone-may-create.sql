---- bad: a schema that is open
create schema app;
grant create on schema app to public;

---- finds
warning[everyone-may-create]: everybody may create objects in schema app
  --> a.sql:1:1
    |
  1 | create schema app;
    | ^^^^^^^^^^^^^^^^^
  help: revoke create on schema app from public

1 warning

---- good: one that may be used
create schema app;
grant usage on schema app to public;
