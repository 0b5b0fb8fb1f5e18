// tests/second/reader.mjs
// A second reader of the vault, written from docs/format alone and never from src/: what both readers say of the same
// folder must be the same.  Reads lines "FOLDER given HEX" (a secret) or "FOLDER long HEX" (the 64 stretched bytes)
// from standard input and prints one JSON document a line: what the vault holds, and in `problems` what does not hold.
// With the argument "records": lines of hex, and whether each is a record in canonical bytes.
import { ed25519 } from '@noble/curves/ed25519';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FIELDS, readLog } from './log.mjs';
import { readReading, recordAttachments } from './reading.mjs';
import { contentOf, doubtful, lineOf, mergeOf, readingOf, settingOf } from './values.mjs';
import { base32, hex, idBytes, openObject, openVault, sha, u64, unwrap } from './vault.mjs';

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
    && { seed: hex(record.seed), values: record.values.map(shown), doubtful: doubtful(record.values),
      ...settingOf(record.values) }) });
  const checkpoints = heads.map((note) => ({ size: note.size, root: hex(note.root), head: note.head }));
  return [entries, { id, key: hex(log.publicKey), entries: entries.map(told), root: root && hex(root), checkpoints }];
}

const ofKind = (kind) => ({ record }) => record?.kind === 1 && record.values[0].equals(Buffer.from(kind));

// [entries, what is told] of each log taken in from elsewhere, as the entries of the own log name them.
function tellOthers(folder, key, own, complain) {
  const others = [];
  for (const { record } of own.filter(ofKind('merge'))) {
    const merge = mergeOf(record.values[4].toString());
    if (merge) others[merge.slot - 1] = { ...merge, key };
  }
  return others.map((log) => {
    const [entries, told] = tellLog(folder, log, complain(`log ${log.slot} `));
    if (told.root !== log.root || entries.some((entry) => !entry.leaf)) complain(`log ${log.slot} `)('differs');
    return [entries, told];
  });
}

function readObjects(folder, key, complain) {
  const objects = new Map();
  let strange = 0;
  for (const two of names(folder, 'o'))
    for (const name of names(folder, 'o', two)) {
      const id = name.startsWith(two) && idBytes(name);
      if (!id) strange++;
      else objects.set(name, openObject(key, id, bytes(folder, 'o', two, name), complain(`object ${name} `)));
    }
  return [objects, strange];
}

function tellReading(log, { record }, objects, problems) {
  const claimed = readingOf(record.values[FIELDS.indexOf('reading')].toString());
  const content = objects.get(claimed?.object)?.content;
  const found = content && readReading(content, record.seed, objects);
  const holds = found && found.records === claimed.records && found.root === claimed.root;
  if (!holds) problems.push(`log ${log} reading of entry ${record.number}`);
  return { log, entry: record.number, ...(found || { records: 0, extracts: 0, root: '0'.repeat(64) }) };
}

// Whether the object an `original` entry names is there and is what it says (log.md 3).
function originalHolds({ record }, objects) {
  const named = lineOf(record.values[FIELDS.indexOf('private')].toString(), 'object');
  const content = contentOf(record.values[FIELDS.indexOf('content')].toString().split('\n')[0]);
  const object = objects.get(named);
  return !idBytes(named) || (object && object.sha256 === content?.sha256 && object.bytes === content.bytes);
}

function readVault(folder, secret) {
  const problems = [];
  const complain = (about) => (what) => problems.push(about + what);
  const opened = openVault([bytes(folder, 'h0'), bytes(folder, 'h1')], secret, problems);
  if (opened.refused) return { refused: opened.refused };
  const { header, slot, keys } = opened;
  const keyring = (use) => keys.map((one) => one(use));
  const id = header.subarray(40, 56);
  const publicKey = ed25519.getPublicKey(unwrap(keyring('signing')[0], header.subarray(56, 128), id));
  const own = tellLog(folder, { id, key: keyring('log'), publicKey }, complain(''));
  const logs = [own, ...tellOthers(folder, keyring('log'), own[0], complain)];
  const [objects, strange] = readObjects(folder, keyring('object'), complain);
  logs.forEach(([entries], log) => entries.filter(ofKind('original')).filter((entry) => !originalHolds(entry, objects))
    .forEach(({ record }) => problems.push(`log ${log} original of entry ${record.number}`)));
  const isReading = (entry) => ofKind('reading')(entry) && entry.record.values[12].length > 0;
  return {
    header: { m: header.readUInt32LE(4), t: header.readUInt32LE(8), sequence: u64(header, 16),
      salt: hex(header.subarray(24, 40)), slot: slot.number, kind: slot.kind, label: slot.label,
      made_us: slot.made_us },
    logs: logs.map(([, told]) => told),
    objects: [...objects].map(([name, object]) => (
      { id: name, bytes: object.bytes, sha256: object.sha256, whole: object.content !== null })),
    strange,
    readings: logs.flatMap(([entries], log) => entries.filter(isReading)
      .map((entry) => tellReading(log, entry, objects, problems))),
    problems,
  };
}

const lines = readFileSync(0, 'utf8').split('\n').slice(0, -1);
if (process.argv[2] === 'records') {
  for (const line of lines) console.log(recordAttachments(Buffer.from(line, 'hex')) !== null);
} else {
  for (const line of lines) {
    const [, folder, how, secret] = /^(.*) (given|long) ([0-9a-f]*)$/.exec(line);
    console.log(JSON.stringify(readVault(folder, { [how]: Buffer.from(secret, 'hex') })));
  }
}
