// tests/second/values.mjs
// Second reader: the forms of an entry's values.  Written from docs/format/log.md section 3 alone.
import { FIELDS, isNumber } from './log.mjs';
import { hex, idBytes, sha, textOf } from './vault.mjs';

const isId = (text) => idBytes(text) !== null;
const every = (test) => (text) => text === '' || (text.endsWith('\n') && text.slice(0, -1).split('\n').every(test));
const lines = every((line) => /^[a-z0-9-]{1,32} /.test(line));
// One line of contents: { sha256, bytes }, or null.
export function contentOf(line) {
  const [, sha256, size] = /^([0-9a-f]{64}) (\d+) (?:-|[a-z0-9!#$&^_.+/-]{1,127})$/.exec(line) ?? [];
  return size !== undefined && isNumber(size) ? { sha256, bytes: Number(size) } : null;
}

const FORMS = {
  kind: (text) => /^[a-z-]{1,32}$/.test(text),
  id: isId, written: lines, when: lines, source: lines, people: lines, derived: lines, effect: lines,
  content: every((line) => contentOf(line) !== null),
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

// The value of the first of *lines* with that name, as far as they are lines; '' when there is none.
export function lineOf(text, name) {
  for (const line of text.split('\n').slice(0, -1)) {
    if (!/^[a-z0-9-]{1,32} /.test(line)) break;
    if (line.startsWith(name + ' ')) return line.slice(name.length + 1);
  }
  return '';
}

// The log that an entry of kind `merge` takes in (section 11), or null.
export function mergeOf(text) {
  const names = 'log key entries root slot after how'.split(' ');
  const of = Object.fromEntries(names.map((name) => [name, lineOf(text, name)]));
  const [, origin, keyId, key] = /^(v1\/[a-z2-7]{26})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(of.key) ?? [];
  const raw = Buffer.from(key ?? '', 'base64');
  if (origin !== 'v1/' + of.log || !isId(of.log) || ![of.entries, of.slot, of.after].every(isNumber)) return null;
  if (raw[0] !== 1 || !/^[0-9a-f]{64}$/.test(of.root) || !/^(restored|device|person)$/.test(of.how)) return null;
  if (hex(sha(origin, '\n', raw)).slice(0, 8) !== keyId) return null;
  const [limit, slot] = [Number(of.entries), Number(of.slot)];
  return { id: idBytes(of.log), publicKey: raw.subarray(1), limit, root: of.root, slot };
}

// What an entry of kind `setting` sets (section 14), as { sets: [name, value] }; else nothing.
const SETTINGS = { jurisdiction: /^(?:england-wales|scotland|northern-ireland)$/, initials: /^[A-Z]{1,8}$/ };
export function settingOf(values) {
  const [kind, source] = ['kind', 'source'].map((name) => textOf(values[FIELDS.indexOf(name)]));
  const [, name, value] = /^([a-z0-9-]{1,32}) ([^\n]*)\n$/.exec(source ?? '') ?? [];
  const known = kind === 'setting' && Object.hasOwn(SETTINGS, name ?? '') && SETTINGS[name].test(value);
  return known ? { sets: [name, value] } : {};
}

// Names of the fields whose value has not the form of its field.
export const doubtful = (values) => FIELDS.filter((name, i) => {
  const text = textOf(values[i]);
  return text === null || (FORMS[name] && !FORMS[name](text));
});

