---- bad: a function and a procedure
create function whoami() returns text language sql security definer return current_user;
create procedure clean(a int) language sql security definer as $$ select 1 $$;
---- finds
error[security-definer-without-search-path]: function public.whoami() is SECURITY DEFINER, and its caller says where names are found
  --> a.sql:1:1
    |
  1 | create function whoami() returns text language sql security definer return current_user;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: alter routine public.whoami() set search_path = ''

error[security-definer-without-search-path]: procedure public.clean(integer) is SECURITY DEFINER, and its caller says where names are found
  --> a.sql:2:1
    |
  2 | create procedure clean(a int) language sql security definer as $$ select 1 $$;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: alter routine public.clean(IN a integer) set search_path = ''

2 errors
---- good: pinned, or with the caller's rights
create function whoami() returns text language sql security definer set search_path = ''
  return current_user;
create function other() returns text language sql return current_user;
