---- before: an enum
create type mood as enum ('sad', 'happy');

---- bad: at the end
alter type mood add value if not exists 'ok';

---- finds
note[enum-value-without-position]: 'ok' comes last in mood for good
  --> 1_case.up.sql:1:1
    |
  1 | alter type mood add value if not exists 'ok';
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: say before or after which label

1 note

---- good: in its place
alter type mood add value 'ok' after 'sad';
