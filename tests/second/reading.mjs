// tests/second/reading.mjs
// Second reader: readings and their records.  Written from docs/format/reading.md and record.md alone.
import { spawnSync } from 'node:child_process';
import { isNumber, root, pushed } from './log.mjs';
import { bytesOf, hex, idBytes, mac, sha, textOf, u64 } from './vault.mjs';

const MIB = 2 ** 20;

// ---- records (record.md)

const LISTS = [['to', 'to-handle', 'to-written', 'to-name'], ['behaviour'], ['by'], ['witness'],
  ['attachment', 'attachment-name', 'attachment-type', 'attachment-bytes', 'attachment-extract', 'attachment-sha256'],
  ['mark'], ['doubt', 'doubt-detail'], ['claim', 'claim-value']];
const TIMES = ['', 'until-'].map((until) => ['basis', 'precision', 'at', 'local', 'zone'].map((name) => until + name));
const NEXT = { basis: 'precision', 'until-basis': 'until-precision', claim: 'claim-value' };
const ORDER = ['kind', 'channel', 'conversation', ...TIMES.flat(), 'direction', 'from-handle', 'from-written',
  'from-name', ...LISTS[0], 'subject', 'body', 'place', 'effect', 'changed', 'known', 'observer', 'duration',
  ...LISTS.slice(1).flat(), 'raw', 'inside', 'position'];
const oneOf = (words) => (text) => words.split(' ').includes(text);
const below = (bits) => (text) => isNumber(text) && BigInt(text) < 1n << bits;
const counted = (text) => isNumber(text) && text !== '0';
const when = {
  basis: oneOf('instant local date'),
  precision: oneOf('second minute hour day month year none'),
  at: (text) => /^(0|-?[1-9]\d*)$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text),
  local: (text) => {
    const parts = /^((?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{3}|\.\d{6})?$/.exec(text);
    const date = parts && new Date(parts[1] + 'Z');
    const long = parts?.[2]?.length === 7;
    return Boolean(parts) && !isNaN(date) && date.toISOString().startsWith(parts[1])
      && !(long ? parts[2].endsWith('000') : parts[2] === '.000');
  },
};
const VALUES = {
  ...when, ...Object.fromEntries(Object.entries(when).map(([name, test]) => ['until-' + name, test])),
  kind: oneOf('incident message call voicemail email photo video audio document position contact payment system note'),
  direction: oneOf('in out unknown'), to: (text) => text === '', position: counted,
  duration: below(63n),
  attachment: oneOf('missing self extracted beside'), 'attachment-bytes': counted, 'attachment-extract': below(32n),
  'attachment-sha256': (text) => /^[0-9a-f]{64}$/.test(text),
};

// [name, value] of each field in order, or null when the bytes are not canonical.
function fieldsOf(bytes) {
  const fields = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    const head = bytes.toString('latin1', at, Math.max(end, at));
    const [, name, length] = /^([a-z0-9-]+) (0|[1-9]\d{0,7})$/.exec(head) ?? [];
    const value = bytes.subarray(end + 1, end + 1 + Number(length));
    at = end + 2 + Number(length);
    if (name === undefined || at > bytes.length || bytes[at - 1] !== 10) return null;
    fields.push([name, value]);
  }
  return fields;
}

const follows = (last, name) => {
  const group = [...LISTS, ...TIMES].find((names) => names.includes(name));
  if (LISTS.includes(group) && group[0] === name && group.includes(last)) return true;
  return ORDER.indexOf(name) > ORDER.indexOf(last) && (!group || group[0] === name || group.includes(last));
};

// The attachments of a record in canonical bytes, or null when it is not one.
export function recordAttachments(bytes) {
  const fields = bytes.length <= 4 * MIB ? fieldsOf(bytes) : null;
  if (!fields || fields.length === 0 || fields[0][0] !== 'kind') return null;
  const attachments = [];
  const counts = {};
  for (const [i, [name, value]] of fields.entries()) {
    const text = name === 'raw' ? '' : textOf(value);
    if (!ORDER.includes(name) || (i > 0 && !follows(fields[i - 1][0], name)) || value.length > MIB) return null;
    if (text === null || (VALUES[name] && !VALUES[name](text)) || (name === 'raw' && value.length === 0)) return null;
    if ((counts[name] = (counts[name] ?? 0) + 1) > 2000) return null;
    if (NEXT[name] && fields[i + 1]?.[0] !== NEXT[name]) return null;
    if (name === 'attachment') attachments.push({});
    if (name.startsWith('attachment')) attachments.at(-1)[name] = text;
  }
  return attachments.every((a) => (a.attachment === 'extracted') === ('attachment-extract' in a)) ? attachments : null;
}

// ---- readings (reading.md)

// Whether bytes are one zstd frame (RFC 8878, 3.1.1) with a checksum, and nothing else.
function isOneFrame(bytes) {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== 0xfd2fb528 || (bytes[4] & 4) === 0) return false;
  const single = (bytes[4] >> 5) & 1;
  let at = 5 + 1 - single + [0, 1, 2, 4][bytes[4] & 3] + [single, 2, 4, 8][bytes[4] >> 6];
  for (let last = 0; !last && at + 3 <= bytes.length; ) {
    const head = bytes.readUIntLE(at, 3);
    last = head & 1;
    at += 3 + (((head >> 1) & 3) === 1 ? 1 : head >> 3);
    if (last) return at + 4 === bytes.length;
  }
  return false;
}

function unpacked(bytes) {
  const begin = Buffer.from('daybook reading v1\n');
  if (!bytes.subarray(0, begin.length).equals(begin) || !isOneFrame(bytes.subarray(begin.length))) return null;
  const run = spawnSync('zstd', ['-dcq'], { input: bytes.subarray(begin.length), maxBuffer: 2 ** 30 });
  return run.status === 0 ? run.stdout : null;
}

// The extract an X piece tells of, or null.
function extractOf(payload, number, objects) {
  const line = '([^\n]+)\n';
  const text = payload.length <= 16384 ? textOf(payload) : null;
  const parts = RegExp(`^number (\\d+)\nobject ([a-z2-7]{26})\nsha256 ([0-9a-f]{64})\nbytes (\\d+)\nwhole (yes|no)\n`
    + `(?:type ${line})?(?:name ${line})?$`).exec(text ?? '');
  const object = parts && idBytes(parts[2]) && objects.get(parts[2]);
  if (!object || parts[1] !== String(number) || parts[4] !== String(object.bytes)) return null;
  return parts[3] === object.sha256 ? { sha256: parts[3] } : null;
}

function record(payload, seed, number, extracts) {
  const attachments = recordAttachments(payload);
  const held = (a) => a.attachment !== 'extracted'
    || (a['attachment-sha256'] && extracts[Number(a['attachment-extract'])]?.sha256 === a['attachment-sha256']);
  if (!attachments || !attachments.every(held)) return null;
  const salt = hex(mac(seed, `record:${number}`));
  return sha(bytesOf(0), `daybook record v1\n${salt}\n${payload.length}\n`, payload);
}

// { records, extracts, root } of a stored reading under the seed of its entry, or null when anything is not as said.
export function readReading(content, seed, objects) {
  const plain = unpacked(content);
  let [sum, records, extracts] = [[], 0, []];
  for (let at = 0; plain && at + 5 <= plain.length; ) {
    const [type, length] = [String.fromCharCode(plain[at]), plain.readUInt32LE(at + 1)];
    const payload = plain.subarray(at + 5, (at += 5 + length));
    if (at > plain.length) return null;
    if (type === 'E') {
      const counts = length === 16 && u64(payload, 0) === records && u64(payload, 8) === extracts.length;
      return counts && at === plain.length ? { records, extracts: extracts.length, root: hex(root(sum)) } : null;
    }
    if (type === 'X' && extracts.push(extractOf(payload, extracts.length, objects)) && extracts.at(-1)) continue;
    const leaf = type === 'R' && record(payload, seed, records, extracts);
    if (!leaf) return null;
    sum = pushed(sum, records++, leaf);
  }
  return null;
}
