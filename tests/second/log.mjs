// tests/second/log.mjs
// Second reader: segments, entries, tree, checkpoints.  Written from docs/format alone, never from src/.
import { ed25519 } from '@noble/curves/ed25519';
import { base32, bytesOf, cat, hex, idBytes, isZero, mac, padme, sha, textOf, u64, unwrap } from './vault.mjs';

export const FIELDS = ('kind id written when source content name text people place relations derived reading receipt '
  + 'effect private').split(' ');
const NUMBER = '(?:0|[1-9][0-9]{0,19})';
export const isNumber = (text) => RegExp(`^${NUMBER}$`).test(text) && BigInt(text) < 1n << 64n;
const MIB = 2 ** 20;

// ---- tree (log.md 5): a sum is the roots of the complete subtrees, largest first

export const node = (left, right) => sha(bytesOf(1), left, right);
export const root = (sum) => (sum.length === 0 ? sha() : sum.reduceRight((right, left) => node(left, right)));

export function pushed(sum, count, leaf) {
  const next = [...sum, leaf];
  for (; count % 2 === 1; count = (count - 1) / 2) next.push(node(...next.splice(-2)));
  return next;
}

// ---- entries (log.md 2 and 3)

function leafOf(seed, values) {
  const commitments = FIELDS.map((name, i) => {
    const salt = hex(mac(seed, 'salt:' + name));
    return hex(sha(`daybook field v1\n${name}\n${salt}\n${values[i].length}\n`, values[i])) + '\n';
  });
  return sha(bytesOf(0), 'daybook entry v1\n', ...commitments);
}

const isId = (text) => idBytes(text) !== null;
const every = (test) => (text) => text === '' || (text.endsWith('\n') && text.slice(0, -1).split('\n').every(test));
const lines = every((line) => /^[a-z0-9-]{1,32} /.test(line));
const FORMS = {
  kind: (text) => /^[a-z-]{1,32}$/.test(text),
  id: isId, written: lines, when: lines, source: lines, people: lines, derived: lines, effect: lines,
  content: every((line) => {
    const parts = /^[0-9a-f]{64} (\d+) (?:-|[a-z0-9!#$&^_.+/-]{1,127})$/.exec(line);
    return parts !== null && isNumber(parts[1]);
  }),
  relations: every((line) => {
    const parts = /^[a-z0-9-]{1,32} ([a-z2-7]{26})(?:\.(\d+))?$/.exec(line);
    return parts !== null && isId(parts[1]) && isNumber(parts[2] ?? '0');
  }),
  reading: (text) => text === '' || readingOf(text) !== null,
  receipt: (text) => /^(?:[0-9a-f]{64}\n)?$/.test(text),
};

export function readingOf(text) {
  const parts = /^records (\d+)\nroot ([0-9a-f]{64})\n(?:object ([a-z2-7]{26})\n)?$/.exec(text);
  if (!parts || !isNumber(parts[1]) || (parts[3] && !isId(parts[3]))) return null;
  return { records: Number(parts[1]), root: parts[2], object: parts[3] ?? null };
}

// Names of the fields whose value has not the form of its field.
export const doubtful = (values) => FIELDS.filter((name, i) => {
  const text = textOf(values[i]);
  return text === null || (FORMS[name] && !FORMS[name](text));
});

// ---- segments (vault.md 5)

const ones = (n) => n.toString(2).replaceAll('0', '').length;

function parseBody(body, number) {
  const [kind, d, settled] = [body[0], body[1], u64(body, 8)];
  let at = 176 + 32 * d;
  if (![1, 2].includes(kind) || d !== ones(number) || !isZero(body.subarray(2, 8)) || settled > number) return null;
  const lengths = FIELDS.map((name, i) => body.readUInt32LE(112 + 4 * i));
  const total = lengths.reduce((sum, n) => sum + n, 0);
  const n = at + total;
  if (lengths.some((length) => length > MIB) || total > 4 * MIB) return null;
  if (body.length !== (n <= 4096 ? Math.ceil(n / 256) * 256 : padme(n)) || !isZero(body.subarray(n))) return null;
  const [before, leaf, seed] = [16, 48, 80].map((from) => body.subarray(from, from + 32));
  if ((number === 0 && !isZero(before)) || (kind === 2 && (total > 0 || !isZero(seed)))) return null;
  const sum = Array.from({ length: d }, (none, i) => body.subarray(176 + 32 * i, 208 + 32 * i));
  const values = lengths.map((length) => body.subarray(at, (at += length)));
  if (kind === 1 && (values.some((v) => textOf(v) === null) || !leafOf(seed, values).equals(leaf))) return null;
  return { number, kind, settled, before, leaf, seed, sum, values };
}

// The record at `at` when its number is within low to high - 1, or null; `spent` counts what was tried.
function recordAt(file, at, low, high, log, spent) {
  if (at + 36 > file.length) return null;
  const [n, number] = [file.readUInt32LE(at), u64(file, at + 4)];
  if (n > 5 * MIB || n < 16 + 176 || at + 36 + n > file.length || number < low || number >= high) return null;
  spent.frames++;
  spent.bytes += n;
  const body = unwrap(log.key, file.subarray(at + 12, at + 36 + n), log.id, file.subarray(at + 4, at + 12), bytesOf(1));
  const record = body && parseBody(body, number);
  return record && { ...record, at, end: at + 36 + n };
}

function nextWhole(file, bad, low, high, log) {
  const spent = { frames: 0, bytes: 0 };
  const stated = bad + 4 <= file.length ? bad + 36 + file.readUInt32LE(bad) : file.length;
  for (let at = stated; at + 36 <= file.length && spent.frames < 4096 && spent.bytes < 256 * MIB; ) {
    const record = recordAt(file, at, low, high, log, spent);
    if (record) return record;
    at = at === stated && bad + 1 < stated && !spent.second ? ((spent.second = true), bad + 1) : at + 1;
  }
  return null;
}

// { records: whole ones, bad: [{ number, at }], end: number after the last whole one }
function readSegment(file, first, high, log) {
  const found = { records: [], bad: [], end: first };
  for (let at = 0; at < file.length; ) {
    let record = recordAt(file, at, found.end, found.end + 1, log, {});
    if (!record) {
      found.bad.push({ number: found.end, at });
      record = nextWhole(file, at, found.end, high, log);
      if (!record) break;
    }
    found.records.push(record);
    [found.end, at] = [record.number + 1, record.end];
  }
  return found;
}

// Cuts an unfinished write off the newest segment (5.2); returns the number of entries there are.
function cutTorn(segment, first, signed, complain) {
  const settled = Math.max(first, signed, ...segment.records.map((r) => r.settled));
  const torn = segment.bad.find((bad) => bad.number >= settled);
  if (torn) {
    complain(`unfinished from ${torn.number}`);
    segment.records = segment.records.filter((r) => r.number < torn.number);
    return torn.number;
  }
  return segment.end;
}

// ---- checkpoints (log.md 6 and 7)

export function readNote(bytes, origin, publicKey) {
  const text = bytes.length <= 131072 ? textOf(bytes) : null;
  if (text === null || !text.endsWith('\n') || /[\x01-\x09\x0b-\x1f\x7f]/.test(text)) return null;
  const split = text.lastIndexOf('\n\n');
  const [body, signatures] = [text.slice(0, split + 1), text.slice(split + 2, -1).split('\n')];
  const parts = /^([^\n]+)\n(\d+)\n([A-Za-z0-9+/]{43}=)\n$/.exec(body);
  if (split < 0 || !parts || parts[1] !== origin || !isNumber(parts[2]) || signatures.length > 100) return null;
  const keyId = sha(origin, '\n', bytesOf(1), publicKey).subarray(0, 4);
  let held = 0;
  for (const line of signatures) {
    const [, name, blob] = /^\u2014 ([^ +]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
    const raw = Buffer.from(blob ?? '', 'base64');
    if (raw.length < 5 || raw.toString('base64') !== blob) return null;
    if (name !== origin || !raw.subarray(0, 4).equals(keyId)) continue;
    if (raw.length !== 68 || !ed25519.verify(raw.subarray(4), Buffer.from(body), publicKey, { zip215: false })) return null;
    held++;
  }
  const tree = Buffer.from(parts[3], 'base64');
  if (held === 0 || tree.toString('base64') !== parts[3]) return null;
  return { size: Number(parts[2]), root: tree, head: base32(sha(body).subarray(0, 15)) };
}

// ---- the whole log

// log: { id, key, publicKey }; segments and notes: [name, bytes] in order of name.
export function readLog(log, segments, notes, complain) {
  const heads = notes.map(([name, bytes]) => {
    const note = readNote(bytes, 'v1/' + base32(log.id), log.publicKey);
    if (note && note.size.toString(16).padStart(16, '0') === name) return note;
    return complain(`checkpoint ${name} damaged`), null;
  }).filter(Boolean);
  const signed = Math.max(0, ...heads.map((note) => note.size));
  const firsts = segments.map(([name]) => parseInt(name, 16));
  const [records, sums] = [[], []];
  let count = 0;
  segments.forEach(([name, file], i) => {
    const newest = i === segments.length - 1;
    const found = readSegment(file, firsts[i], newest ? firsts[i] + 1024 : firsts[i + 1], log);
    count = newest ? cutTorn(found, firsts[i], signed, complain) : firsts[i + 1];
    for (const record of found.records) records[record.number] = record;
  });
  if (signed > count) complain(`missing from ${count}`);
  let sum = [];
  const entries = Array.from({ length: count }, (none, number) => {
    const [record, after] = [records[number], records[number + 1]];
    const leaf = after?.before ?? record?.leaf ?? null;
    if (record && sum && !cat(...sum).equals(cat(...record.sum))) complain(`entry ${number} sum`);
    sums.push((sum = record?.sum ?? sum));
    sum = sum && leaf && pushed(sum, number, leaf);
    const whole = record && record.leaf.equals(leaf);
    if (!whole) complain(`entry ${number} damaged`);
    return { number, leaf, record: whole ? record : null };
  });
  sums.push(sum);
  for (const { size, root: claimed } of heads) {
    if (size <= count && sums[size] && !root(sums[size]).equals(claimed)) complain(`checkpoint ${size} fork`);
  }
  return { entries, root: sum && root(sum), heads };
}
