-- About 300 bytes a row as COPY sends them, the same on every machine; $1 rows.
with words as (
  select
    array['Ada', 'Ben', 'Chloé', 'David', 'Elena', 'Farid', 'Greta', 'Hugo', 'Inès', 'Jonas',
      'Katja', 'Luca', 'Mina', 'Noah', 'Olga', 'Paul', 'Rosa', 'Sven', 'Tara', 'Yann'] as first,
    array['Andersson', 'Bernard', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'García', 'Huber',
      'Ivanov', 'Jansen', 'Kowalski', 'Lefèvre', 'Müller', 'Novák', 'Okafor', 'Petit',
      'Rossi', 'Schmidt', 'Tanaka', 'Weber', 'Yılmaz', 'Zimmermann', 'Moreau'] as last,
    array['Lyon', 'Ghent', 'Porto', 'Kraków', 'Bologna', 'Utrecht', 'Aarhus', 'Málaga',
      'Leipzig', 'Tartu', 'Grenoble', 'Innsbruck', 'Saint-Étienne'] as city,
    'Reads maps for a living, cooks on Sundays, and never says no to a long walk by the river '
    || 'with two dogs, a thermos of tea and somebody who knows the names of birds. Collects '
    || 'stamps, recipes and old railway timetables.' as bio
)
insert into users
select
  i,
  'user.' || i || '.' || left(md5(i::text), 6) || '@mail' || i % 97 || '.example.net',
  words.first[1 + i * 7919 % 20],
  words.last[1 + i * 104729 % 23],
  '+33 ' || 1 + i % 9 || to_char(i * 7907 % 100000000, 'FM" "00" "00" "00" "00'),
  words.city[1 + i * 31 % 13],
  timestamptz '2015-01-01 00:00:00Z' + i * interval '211 seconds',
  i % 7 <> 0,
  (i * 7919 % 1000000) / 100.0 - 500,
  jsonb_build_object(
    'theme', case i % 3 when 0 then 'dark' else 'light' end,
    'newsletter', i % 5 = 0,
    'items', 10 + i % 90
  ),
  left(words.bio, (60 + least(i * 37 % 141, i * 53 % 141))::integer)
from generate_series(1::bigint, $1) i, words
