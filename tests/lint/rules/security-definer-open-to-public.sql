---- bad: a function that all may call
create function whoami() returns text language sql security definer set search_path = ''
  return current_user;
---- finds
warning[security-definer-open-to-public]: everybody may call function public.whoami(), which is SECURITY DEFINER
  --> a.sql:1:1
    |
  1 | create function whoami() returns text language sql security definer set search_path = ''
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: revoke execute on routine public.whoami() from public

1 warning
---- good: revoked, a trigger's, or with the caller's rights
create function whoami() returns text language sql security definer set search_path = ''
  return current_user;
revoke execute on function whoami() from public;
create function touch() returns trigger language plpgsql security definer set search_path = ''
  as $$ begin return new; end $$;
create function other() returns text language sql return current_user;
