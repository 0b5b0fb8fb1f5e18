// tests/second/reader.mjs
// A second reader of the vault, written from docs/format alone and never from src/: what both readers say of the same
// folder must be the same.  Reads lines "FOLDER given HEX" (a secret) or "FOLDER long HEX" (the 64 stretched bytes)
// from standard input and prints one JSON document a line: what the vault holds, and in `problems` what does not hold.
import { ed25519 } from '@noble/curves/ed25519';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FIELDS, readLog } from './log.mjs';
import { readReading } from './reading.mjs';
import { doubtful, mergeOf, readingOf } from './values.mjs';
import { base32, hex, idBytes, openObject, openVault, sha, unwrap } from './vault.mjs';

const ifThere = (read, otherwise) => (...path) => {
  try {
    return read(join(...path));
  } catch {
    return otherwise;
  }
};
const names = ifThere((path) => readdirSync(path).sort(), []);
const bytes = ifThere((path) => readFileSync(path), Buffer.alloc(0));
const numbered = (...path) => names(...path).filter((name) => /^[0-9a-f]{16}$/.test(name))
  .map((name) => [parseInt(name, 16), bytes(...path, name)]);

function tellLog(folder, log, complain) {
  const id = base32(log.id);
  const { entries, root, heads } = readLog(log, numbered(folder, 'l', id), numbered(folder, 'r', id), complain);
  const shown = (value) => hex(value.length <= 256 ? value : sha(value));
  const told = ({ leaf, record }) => ({ leaf: leaf && hex(leaf), kind: record?.kind ?? 0, ...(record?.kind === 1
    && { seed: hex(record.seed), values: record.values.map(shown), doubtful: doubtful(record.values) }) });
  const checkpoints = heads.map((note) => ({ size: note.size, root: hex(note.root), head: note.head }));
  return [entries, { id, key: hex(log.publicKey), entries: entries.map(told), root: root && hex(root), checkpoints }];
}

const ofKind = (kind) => ({ record }) => record?.kind === 1 && record.values[0].equals(Buffer.from(kind));

// The logs taken in from elsewhere, as the entries of the own log name them.
function tellOthers(folder, key, own, problems) {
  const others = [];
  for (const { record } of own.filter(ofKind('merge'))) {
    const merge = mergeOf(record.values[4].toString());
    if (merge) others[merge.slot - 1] = { ...merge, key };
  }
  return others.map((log) => {
    const [entries, told] = tellLog(folder, log, (what) => problems.push(`log ${log.slot} ${what}`));
    if (told.root !== log.root || entries.some((entry) => !entry.leaf)) problems.push(`log ${log.slot} differs`);
    return told;
  });
}

function readObjects(folder, key, problems) {
  const objects = new Map();
  let strange = 0;
  for (const two of names(folder, 'o'))
    for (const name of names(folder, 'o', two)) {
      const id = name.startsWith(two) && idBytes(name);
      if (!id) strange++;
      else objects.set(name, openObject(key, id, bytes(folder, 'o', two, name), (what) => problems.push(`object ${name} ${what}`)));
    }
  return [objects, strange];
}

function tellReading({ record }, objects, problems) {
  const claimed = readingOf(record.values[FIELDS.indexOf('reading')].toString());
  const content = objects.get(claimed?.object)?.content;
  const found = content && readReading(content, record.seed, objects);
  if (found?.records !== claimed?.records || found?.root !== claimed?.root) problems.push(`reading of entry ${record.number}`);
  return { entry: record.number, ...(found ?? { records: 0, extracts: 0, root: '0'.repeat(64) }) };
}

function readVault(folder, secret) {
  const problems = [];
  const opened = openVault([bytes(folder, 'h0'), bytes(folder, 'h1')], secret, problems);
  if (opened.refused) return { refused: opened.refused };
  const { header, slot, keys } = opened;
  const id = header.subarray(40, 56);
  const publicKey = ed25519.getPublicKey(unwrap(keys('signing'), header.subarray(56, 128), id));
  const [entries, own] = tellLog(folder, { id, key: keys('log'), publicKey }, (what) => problems.push(what));
  const [objects, strange] = readObjects(folder, keys('object'), problems);
  return {
    header: { m: header.readUInt32LE(4), t: header.readUInt32LE(8), sequence: Number(header.readBigUInt64LE(16)),
      salt: hex(header.subarray(24, 40)), slot: slot.number, kind: slot.kind, label: slot.label, made_us: slot.made_us },
    logs: [own, ...tellOthers(folder, keys('log'), entries, problems)],
    objects: [...objects].map(([name, object]) => ({ id: name, bytes: object.bytes, sha256: object.sha256, whole: object.content !== null })),
    strange,
    readings: entries.filter(ofKind('reading')).filter((entry) => entry.record.values[12].length > 0).map((entry) => tellReading(entry, objects, problems)),
    problems,
  };
}

for (const job of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const [, folder, how, secret] = /^(.*) (given|long) ([0-9a-f]*)$/.exec(job);
  console.log(JSON.stringify(readVault(folder, { [how]: Buffer.from(secret, 'hex') })));
}
