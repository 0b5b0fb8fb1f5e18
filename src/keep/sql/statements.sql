-- Every statement of the index, by name.  tools/embed-sql turns this file into keep/index_sql.h.

-- name: state_get
SELECT bulk, listed, log_id, entries, root FROM state WHERE id = 1;
-- name: state_reflect
UPDATE state SET log_id = ?1, entries = ?2, root = ?3 WHERE id = 1;
-- name: state_bulk
UPDATE state SET bulk = ?1 WHERE id = 1;
-- name: state_listed
UPDATE state SET listed = ?1 WHERE id = 1;

-- name: import_put
INSERT INTO import(number, complete, records, entry_id, original, name, format, zone, detail)
VALUES(?1, 0, 0, ?2, ?3, ?4, ?5, ?6, ?7);
-- name: import_describe
UPDATE import SET entry_id = ?2, original = ?3, name = ?4, format = ?5, zone = ?6, detail = ?7
WHERE number = ?1;
-- name: import_complete
UPDATE import SET complete = 1, records = ?2 WHERE number = ?1;
-- name: import_delete
DELETE FROM import WHERE number = ?1;
-- name: import_get
SELECT entry_id, original, name, format, zone, detail FROM import WHERE number = ?1;
-- name: import_records
SELECT coalesce(sum(records), 0) FROM import;
-- name: import_unfinished
SELECT number FROM import WHERE complete = 0 LIMIT 1;
-- name: import_exists
SELECT count(*) FROM import WHERE number = ?1;
-- name: import_of_original
SELECT number FROM import WHERE original = ?1 AND complete = 1 ORDER BY number LIMIT 1;
-- name: import_of_entry
SELECT number FROM import WHERE entry_id = ?1 AND complete = 1 ORDER BY number LIMIT 1;
-- name: import_saying
SELECT number, entry_id, original, name, format, zone, detail FROM import
WHERE complete = 1 AND instr(detail, ?1) > 0 ORDER BY number;

-- name: record_put
INSERT INTO record(key, facts, bytes) VALUES(?1, ?2, ?3);
-- name: record_facts
UPDATE record SET facts = ?2 WHERE key = ?1;
-- name: record_delete
DELETE FROM record WHERE key = ?1;
-- name: record_get
SELECT key, facts, bytes FROM record WHERE key = ?1;
-- name: record_from
SELECT key, facts, bytes FROM record WHERE key >= ?1 ORDER BY key LIMIT 1;
-- name: record_last_below
SELECT coalesce(max(key), 0) FROM record WHERE key < ?1;
-- name: record_all
SELECT key, facts, bytes FROM record ORDER BY key;

-- name: place_get
SELECT keys FROM place WHERE import = ?1 AND part = ?2;
-- name: place_put
REPLACE INTO place(import, part, keys) VALUES(?1, ?2, ?3);
-- name: place_next
SELECT part, keys FROM place WHERE import = ?1 AND part >= ?2 ORDER BY part LIMIT 1;
-- name: place_delete
DELETE FROM place WHERE import = ?1;

-- name: word_find
SELECT id FROM word WHERE sort = ?1 AND text = ?2;
-- name: word_put
INSERT INTO word(sort, text) VALUES(?1, ?2) RETURNING id;
-- name: word_all
SELECT id, text FROM word WHERE sort = ?1 ORDER BY id;

-- name: alias_put
INSERT INTO alias(fold, identity, whole, name) VALUES(?1, ?2, ?3, ?4)
ON CONFLICT DO UPDATE SET whole = max(whole, excluded.whole), name = coalesce(name, excluded.name);
-- name: alias_find
SELECT DISTINCT identity FROM alias WHERE fold = ?1 AND whole >= ?2 ORDER BY identity LIMIT ?3;
-- name: person_find
SELECT id FROM person WHERE fold = ?1;
-- name: person_put
INSERT INTO person(name, fold) VALUES(?1, ?2) RETURNING id;
-- name: person_rename
UPDATE person SET name = ?2 WHERE id = ?1;
-- name: person_prune
DELETE FROM person WHERE id NOT IN (SELECT person FROM named);
-- name: named_put
REPLACE INTO named(identity, person) VALUES(?1, ?2);
-- name: named_delete
DELETE FROM named WHERE identity = ?1;
-- name: named_find
SELECT identity FROM named WHERE person = ?1 ORDER BY identity LIMIT ?2;
-- name: named_person
SELECT person.name FROM word JOIN named ON named.identity = word.id
JOIN person ON person.id = named.person WHERE word.sort = ?1 AND word.text = ?2;
-- name: identity_all
SELECT word.id, word.text,
	(SELECT name FROM alias WHERE identity = word.id AND name IS NOT NULL ORDER BY fold LIMIT 1),
	coalesce(person.id, 0), person.name
FROM word LEFT JOIN named ON named.identity = word.id LEFT JOIN person ON person.id = named.person
WHERE word.sort = ?1 ORDER BY word.id;

-- name: rollup_get
SELECT ticks FROM rollup WHERE part = ?1;
-- name: rollup_put
REPLACE INTO rollup(part, ticks) VALUES(?1, ?2);
-- name: rollup_delete
DELETE FROM rollup WHERE part = ?1;
-- name: rollup_clear
DELETE FROM rollup;
-- name: rollup_all
SELECT part, ticks FROM rollup ORDER BY part;
-- name: rollup_group_get
SELECT id FROM rollup_group WHERE bytes = ?1;
-- name: rollup_group_put
INSERT INTO rollup_group(bytes) VALUES(?1) RETURNING id;
-- name: rollup_group_clear
DELETE FROM rollup_group;
-- name: rollup_group_all
SELECT id, bytes FROM rollup_group ORDER BY id;

-- name: role_put
REPLACE INTO role(fold, name, role) VALUES(?1, ?2, ?3);
-- name: role_delete
DELETE FROM role WHERE fold = ?1;
-- name: role_all
SELECT name, role FROM role ORDER BY fold;

-- name: words_put
INSERT INTO words(rowid, text) VALUES(?1, ?2);
-- name: words_delete
INSERT INTO words(words, rowid, text) VALUES('delete', ?1, ?2);
-- name: words_clear
INSERT INTO words(words) VALUES('delete-all');
-- name: words_count
SELECT count(*) FROM words WHERE words MATCH ?3 AND rowid BETWEEN ?1 AND ?2;

-- name: list_oldest
SELECT key, facts, bytes FROM record WHERE key BETWEEN ?1 AND ?2 ORDER BY key;
-- name: list_newest
SELECT key, facts, bytes FROM record WHERE key BETWEEN ?1 AND ?2 ORDER BY key DESC;
-- name: list_oldest_facts
SELECT key, facts FROM record WHERE key BETWEEN ?1 AND ?2 ORDER BY key;
-- name: list_newest_facts
SELECT key, facts FROM record WHERE key BETWEEN ?1 AND ?2 ORDER BY key DESC;
-- name: match_oldest
SELECT record.key, facts, bytes FROM words CROSS JOIN record ON record.key = words.rowid
WHERE words MATCH ?3 AND words.rowid BETWEEN ?1 AND ?2 ORDER BY words.rowid;
-- name: match_newest
SELECT record.key, facts, bytes FROM words CROSS JOIN record ON record.key = words.rowid
WHERE words MATCH ?3 AND words.rowid BETWEEN ?1 AND ?2 ORDER BY words.rowid DESC;
-- name: match_oldest_facts
SELECT record.key, facts FROM words CROSS JOIN record ON record.key = words.rowid
WHERE words MATCH ?3 AND words.rowid BETWEEN ?1 AND ?2 ORDER BY words.rowid;
-- name: match_newest_facts
SELECT record.key, facts FROM words CROSS JOIN record ON record.key = words.rowid
WHERE words MATCH ?3 AND words.rowid BETWEEN ?1 AND ?2 ORDER BY words.rowid DESC;
