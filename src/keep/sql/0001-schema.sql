-- The index, version 1.  It is computed from the log and the readings; nothing in it is an original.

-- What it reflects, in one row.  bulk is 1 while a large import is written without a journal.
CREATE TABLE state(
	id INTEGER PRIMARY KEY CHECK (id = 1),
	bulk INTEGER NOT NULL,
	listed INTEGER NOT NULL,
	log_id TEXT NOT NULL,
	entries INTEGER NOT NULL,
	root BLOB NOT NULL
);
INSERT INTO state VALUES(1, 0, 0, '', 0, zeroblob(32));

-- One row for each log entry that brought records.  complete is 0 until all of them are there.
CREATE TABLE import(
	number INTEGER PRIMARY KEY,
	complete INTEGER NOT NULL,
	records INTEGER NOT NULL,
	entry_id TEXT,
	original TEXT,
	name TEXT,
	format TEXT,
	zone TEXT,
	detail TEXT
);
CREATE INDEX import_original ON import(original) WHERE original IS NOT NULL;
CREATE INDEX import_entry ON import(entry_id) WHERE entry_id IS NOT NULL;

-- Key order is time order (index_key.h).  facts: fixed bytes for filtering and counting
-- (index_facts.h).  bytes: the canonical record (docs/format/record.md).
CREATE TABLE record(
	key INTEGER PRIMARY KEY,
	facts BLOB NOT NULL,
	bytes BLOB NOT NULL
);

-- Where record number n of an import stands: 1,024 keys of 8 bytes in one part.
CREATE TABLE place(
	import INTEGER NOT NULL,
	part INTEGER NOT NULL,
	keys BLOB NOT NULL,
	PRIMARY KEY(import, part)
) WITHOUT ROWID;

-- Everything that repeats, under a small number: channels, conversations, identities, marks, and
-- classes (kind, direction and channel together).  sort is enum word_sort.
CREATE TABLE word(
	id INTEGER PRIMARY KEY,
	sort INTEGER NOT NULL,
	text TEXT NOT NULL
);
CREATE UNIQUE INDEX word_text ON word(sort, text);

-- What an identity can be asked for by: itself, its number in one spelling, its display names, and
-- the words of those (whole 0).
CREATE TABLE alias(
	fold TEXT NOT NULL,
	identity INTEGER NOT NULL,
	whole INTEGER NOT NULL,
	name TEXT,
	PRIMARY KEY(fold, identity)
) WITHOUT ROWID;
CREATE INDEX alias_identity ON alias(identity);

CREATE TABLE person(
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	fold TEXT NOT NULL UNIQUE
);
CREATE TABLE named(
	identity INTEGER PRIMARY KEY,
	person INTEGER NOT NULL
);
CREATE INDEX named_person ON named(person);
-- What part a person has; persons without a number too.
CREATE TABLE role(
	fold TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	role TEXT NOT NULL
) WITHOUT ROWID;

-- Messages, calls and payments once more for counting, a day in one row (index_rollup.c).
CREATE TABLE rollup(
	part INTEGER PRIMARY KEY,
	ticks BLOB NOT NULL
);
-- What like rows of them have in common.
CREATE TABLE rollup_group(
	id INTEGER PRIMARY KEY,
	bytes BLOB NOT NULL UNIQUE
);

-- Words and facets of every listed record, rowid = key.  U+0001 begins a facet (index_text.h).
-- Without content or column sizes: the text is made again from record.bytes when it is needed.
CREATE VIRTUAL TABLE words USING fts5(
	text,
	content='',
	columnsize=0,
	tokenize="unicode61 remove_diacritics 2 categories 'L* M* N* Co' tokenchars '@facet@'"
);
INSERT INTO words(words, rank) VALUES('pgsz', 4000);
INSERT INTO words(words, rank) VALUES('hashsize', 33554432);
INSERT INTO words(words, rank) VALUES('automerge', 16);
INSERT INTO words(words, rank) VALUES('crisismerge', 16);
INSERT INTO words(words, rank) VALUES('secure-delete', 1);
