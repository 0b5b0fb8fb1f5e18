// tests/second/reader.mjs
// A second reader of the vault, written from docs/format alone and never from src/: what both readers say of the same
// folder must be the same.  Reads lines "FOLDER given HEX" (a secret) or "FOLDER long HEX" (the 64 stretched bytes)
// from standard input and prints one JSON document a line: what the vault holds, and in `problems` what does not hold.
import { ed25519 } from '@noble/curves/ed25519';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FIELDS, doubtful, readLog, readingOf } from './log.mjs';
import { readReading } from './reading.mjs';
import { base32, hex, idBytes, openObject, openVault, unwrap } from './vault.mjs';

function names(...path) {
  try {
    return readdirSync(join(...path)).sort();
  } catch {
    return [];
  }
}

function bytes(...path) {
  try {
    return readFileSync(join(...path));
  } catch {
    return Buffer.alloc(0);
  }
}

function readObjects(folder, key, problems) {
  const objects = new Map();
  for (const two of names(folder, 'o'))
    for (const name of names(folder, 'o', two)) {
      const id = idBytes(name);
      if (!id || name.slice(0, 2) !== two) problems.push(`o/${two}/${name} foreign`);
      else objects.set(name, openObject(key, id, bytes(folder, 'o', two, name), (what) => problems.push(`object ${name} ${what}`)));
    }
  return objects;
}

function readingLine(number, record, objects, problems) {
  const claimed = readingOf(record.values[FIELDS.indexOf('reading')].toString());
  const object = claimed?.object && objects.get(claimed.object);
  const found = object?.content && readReading(object.content, record.seed, objects);
  const holds = found && found.records === claimed.records && found.root === claimed.root;
  if (!holds) problems.push(`reading of entry ${number}`);
  return { entry: number, object: claimed?.object ?? null, ...(found ?? { records: null, extracts: null, root: null }) };
}

function readVault(folder, secret) {
  const problems = [];
  const opened = openVault([bytes(folder, 'h0'), bytes(folder, 'h1')], secret, problems);
  if (opened.refused) return { refused: opened.refused };
  const { header, slot, keys } = opened;
  const id = header.subarray(40, 56);
  const seed = unwrap(keys('signing'), header.subarray(56, 128), id);
  const log = { id, key: keys('log'), publicKey: ed25519.getPublicKey(seed) };
  const files = (top) => names(folder, top, base32(id)).map((name) => [name, bytes(folder, top, base32(id), name)]);
  const objects = readObjects(folder, keys('object'), problems);
  const { entries, root, heads } = readLog(log, files('l'), files('r'), (what) => problems.push(what));
  const told = entries.filter((e) => e.record);
  const isReading = ({ record }) => record.values[0].toString() === 'reading' && record.values[12].length > 0;
  const readings = told.filter(isReading).map((e) => readingLine(e.number, e.record, objects, problems));
  return {
    header: { m: header.readUInt32LE(4), t: header.readUInt32LE(8), sequence: String(header.readBigUInt64LE(16)), log: base32(id),
      salt: hex(header.subarray(24, 40)), key: hex(log.publicKey), slot: slot.number, kind: slot.kind, label: slot.label,
      made_us: slot.made_us },
    entries: entries.map(({ leaf, record }) => ({
      leaf: leaf && hex(leaf), kind: record && record.kind, seed: record && hex(record.seed),
      values: record && record.values.map(hex), doubtful: record && doubtful(record.values) })),
    root: root && hex(root),
    checkpoints: heads.map((note) => ({ size: note.size, root: hex(note.root), head: note.head })),
    objects: [...objects].map(([name, object]) => ({ id: name, bytes: object.bytes, sha256: object.sha256, whole: object.content !== null })),
    readings,
    problems: problems.sort(),
  };
}

for (const job of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const [, folder, how, secret] = /^(.*) (given|long) ([0-9a-f]*)$/.exec(job);
  console.log(JSON.stringify(readVault(folder, { [how]: Buffer.from(secret, 'hex') })));
}
