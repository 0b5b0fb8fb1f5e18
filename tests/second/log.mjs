// tests/second/log.mjs
// Second reader: segments, entries, tree, checkpoints.  Written from docs/format alone, never from src/.
import { ed25519 } from '@noble/curves/ed25519';
import { base32, bytesOf, cat, hex, isZero, mac, padme, sha, textOf, u64, unwrap } from './vault.mjs';

export const FIELDS = ('kind id written when source content name text people place relations derived reading receipt '
  + 'effect private').split(' ');
export const isNumber = (text) => /^(0|[1-9][0-9]{0,19})$/.test(text) && BigInt(text) < 1n << 64n;
const MIB = 2 ** 20;

// ---- tree (log.md 5): a sum is the roots of the complete subtrees, largest first

export const node = (left, right) => sha(bytesOf(1), left, right);
export const root = (sum) => (sum.length === 0 ? sha() : sum.reduceRight((right, left) => node(left, right)));

export function pushed(sum, count, leaf) {
  const next = [...sum, leaf];
  for (; count % 2 === 1; count = (count - 1) / 2) next.push(node(...next.splice(-2)));
  return next;
}

// ---- entries (log.md 2)

function leafOf(seed, values) {
  const commitments = FIELDS.map((name, i) => {
    const salt = hex(mac(seed, 'salt:' + name));
    return hex(sha(`daybook field v1\n${name}\n${salt}\n${values[i].length}\n`, values[i])) + '\n';
  });
  return sha(bytesOf(0), 'daybook entry v1\n', ...commitments);
}

// ---- segments (vault.md 5)

function parseBody(body, number) {
  const [kind, d, settled] = [body[0], body[1], u64(body, 8)];
  if (d !== number.toString(2).replaceAll('0', '').length) return null;
  const lengths = FIELDS.map((name, i) => body.readUInt32LE(112 + 4 * i));
  const total = lengths.reduce((sum, n) => sum + n, 0);
  let at = 176 + 32 * d;
  const n = at + total;
  if (![1, 2].includes(kind) || !isZero(body.subarray(2, 8)) || settled > number) return null;
  if (lengths.some((length) => length > MIB) || total > 4 * MIB) return null;
  if (body.length !== (n <= 4096 ? Math.ceil(n / 256) * 256 : padme(n)) || !isZero(body.subarray(n))) return null;
  const [before, leaf, seed] = [16, 48, 80].map((from) => body.subarray(from, from + 32));
  if ((number === 0 && !isZero(before)) || (kind === 2 && (total > 0 || !isZero(seed)))) return null;
  const sum = Array.from({ length: d }, (none, i) => body.subarray(176 + 32 * i, 208 + 32 * i));
  return { number, kind, settled, before, leaf, seed, sum, values: lengths.map((l) => body.subarray(at, (at += l))) };
}

// The record at `at` when its number is one of low to high - 1, or null; `tried` counts what opening it cost.
function recordAt(file, at, low, high, log, tried) {
  if (at + 36 > file.length) return null;
  const [n, number] = [file.readUInt32LE(at), u64(file, at + 4)];
  const end = at + 36 + n;
  if (n > 5 * MIB || n < 176 + 16 || end > file.length || number < low || number >= high) return null;
  [tried.frames, tried.bytes] = [tried.frames + 1, tried.bytes + end - at];
  const body = unwrap(log.key, file.subarray(at + 12, end), log.id, file.subarray(at + 4, at + 12), bytesOf(1));
  const record = body && parseBody(body, number);
  return record && { ...record, at, end };
}

// The next whole record after what is bad at `bad`: where its length says, else wherever one stands.
function nextWhole(file, bad, low, high, log, tried) {
  const stated = bad + 4 <= file.length ? bad + 36 + file.readUInt32LE(bad) : file.length;
  let record = recordAt(file, stated, low, high, log, {});
  for (let at = bad + 1; !record && at + 36 <= file.length && tried.frames < 4096 && tried.bytes < 256 * MIB; at++)
    record = recordAt(file, at, low, high, log, tried);
  return record;
}

// { first, records: those that open, holes: [{ number, at }] where something bad begins }
function readSegment(file, first, high, log) {
  const [records, holes, tried] = [[], [], { frames: 0, bytes: 0 }];
  for (let at = 0, number = first; at < file.length && number < high; ) {
    const record = recordAt(file, at, number, number + 1, log, {})
      ?? nextWhole(file, at, number, high, log, tried);
    if (record?.number !== number) holes.push({ number, at });
    if (!record) break;
    records.push(record);
    [at, number] = [record.end, record.number + 1];
  }
  const exchanged = (record, after) => after?.number === record.number + 1 && !after.before.equals(record.leaf);
  holes.push(...records.filter((record, i) => exchanged(record, records[i + 1])));
  return { first, records, holes: holes.sort((a, b) => a.number - b.number) };
}

// Leaves out what was being written when the disk stopped (5.2).
function cutTorn(segment, least, complain) {
  const settled = Math.max(least, ...segment.records.map((record) => record.settled));
  const torn = segment.holes.find((hole) => hole.number >= settled);
  segment.records = segment.records.filter((record) => !torn || record.number < torn.number);
  if (torn) complain(`unfinished from ${torn.number}`);
}

// ---- checkpoints (log.md 6 and 7)

// Names hold neither "+" nor what Unicode calls White_Space.
const SIGNATURE = /^\u2014 ([^\0- +\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+) ([A-Za-z0-9+/=]+)$/;

export function readNote(bytes, origin, publicKey) {
  const text = bytes.length <= 131072 ? textOf(bytes) : null;
  if (text === null || !text.endsWith('\n') || /[\x01-\x09\x0b-\x1f]/.test(text)) return null;
  const split = text.lastIndexOf('\n\n');
  const [body, signatures] = [text.slice(0, split + 1), text.slice(split + 2, -1).split('\n')];
  const parts = /^([^\n]+)\n(\d+)\n([A-Za-z0-9+/]{43}=)\n$/.exec(body);
  if (split < 0 || !parts || parts[1] !== origin || !isNumber(parts[2]) || signatures.length > 100) return null;
  const tree = Buffer.from(parts[3], 'base64');
  const keyId = sha(origin, '\n', bytesOf(1), publicKey).subarray(0, 4);
  let held = 0;
  for (const line of signatures) {
    const [, name, blob] = SIGNATURE.exec(line) ?? [];
    const raw = Buffer.from(blob ?? '', 'base64');
    if (raw.length < 5 || raw.toString('base64') !== blob) return null;
    if (name !== origin || !raw.subarray(0, 4).equals(keyId)) continue;
    if (raw.length !== 68) return null;
    if (!ed25519.verify(raw.subarray(4), Buffer.from(body), publicKey, { zip215: false })) return null;
    held++;
  }
  const head = base32(sha(body).subarray(0, 15));
  return held > 0 && tree.toString('base64') === parts[3] ? { size: Number(parts[2]), root: tree, head } : null;
}

// ---- the whole log

// log: { id, key, publicKey }, and `limit` for a log taken in from elsewhere: how many of its entries are.
// segments and notes: [number in the name, bytes] in order.
export function readLog(log, segments, notes, complain) {
  const limit = log.limit ?? Infinity;
  const heads = notes.filter(([size]) => size <= limit).map(([size, bytes]) => {
    const note = readNote(bytes, 'v1/' + base32(log.id), log.publicKey);
    if (note?.size === size) return note;
    return complain(`checkpoint ${size.toString(16).padStart(16, '0')} damaged`), null;
  }).filter(Boolean);
  const read = segments.filter(([first]) => first < limit).map(([first, file], i) => (
    readSegment(file, first, Math.min(first + 1024, segments[i + 1]?.[0] ?? Infinity), log)));
  const least = Math.max(read.at(-1)?.first ?? 0, ...heads.map((note) => note.size));
  if (limit === Infinity && read.length > 0) cutTorn(read.at(-1), least, complain);
  const count = log.limit ?? (read.findLast((segment) => segment.records.length > 0)?.records.at(-1).number + 1 || 0);
  if (limit === Infinity && least > count) complain(`missing from ${count}`);
  const [records, sums] = [[], []];
  for (const record of read.flatMap((segment) => segment.records)) records[record.number] = record;
  let sum = [];
  const entries = Array.from({ length: count }, (none, number) => {
    const [record, after] = [records[number], records[number + 1]];
    if (record && sum && !cat(...sum).equals(cat(...record.sum))) complain(`entry ${number} sum`);
    const leaf = after?.before ?? record?.leaf ?? null;
    const whole = record?.leaf.equals(leaf) && (record.kind === 2 || leafOf(record.seed, record.values).equals(leaf));
    if (!whole) complain(`entry ${number} damaged`);
    sums[number] = record?.sum ?? sum;
    sum = sums[number] && leaf && pushed(sums[number], number, leaf);
    return { leaf, record: whole ? record : null };
  });
  sums[count] = sum;
  for (const { size, root: claimed } of heads)
    if (size <= count && sums[size] && !root(sums[size]).equals(claimed)) complain(`checkpoint ${size} fork`);
  return { entries, root: sum && root(sum), heads };
}
