// tests/second/vault.mjs
// Second reader: bytes, keys, header, objects.  Written from docs/format/vault.md alone, never from src/.
import { readFileSync } from 'node:fs';
import { chacha20poly1305, xchacha20poly1305 } from '@noble/ciphers/chacha';
import { argon2id } from '@noble/hashes/argon2';
import { hkdf } from '@noble/hashes/hkdf';
import { hmac } from '@noble/hashes/hmac';
import { sha256 } from '@noble/hashes/sha2';

export const hex = (bytes) => Buffer.from(bytes).toString('hex');
export const cat = (...parts) => Buffer.concat(parts.map((p) => (typeof p === 'string' ? Buffer.from(p) : p)));
export const sha = (...parts) => Buffer.from(sha256(cat(...parts)));
export const mac = (key, ...parts) => Buffer.from(hmac(sha256, key, cat(...parts)));
export const derive = (key, salt, ...info) => Buffer.from(hkdf(sha256, key, salt, cat(...info), 32));
export const isZero = (bytes) => bytes.every((b) => b === 0);
export const u64 = (bytes, at) => Number(bytes.readBigUInt64LE(at)); // what is compared stays below 2^53
export const bytesOf = (...numbers) => Buffer.from(numbers);

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const bitsOf = (numbers, width) => numbers.map((n) => n.toString(2).padStart(width, '0')).join('');
const ofBits = (bits) => Buffer.from(bits.match(/.{8}/g).map((eight) => parseInt(eight, 2)));
export const base32 = (bytes) => bitsOf([...bytes], 8).match(/.{1,5}/g)
  .map((five) => LETTERS[parseInt(five.padEnd(5, '0'), 2)]).join('');
// The 16 bytes of an id, or null: 26 characters whose two spare bits are zero.
export const idBytes = (name) => (!/^[a-z2-7]{25}[aeimquy4]$/.test(name) ? null
  : ofBits(bitsOf([...name].map((c) => LETTERS.indexOf(c)), 5).slice(0, 128)));

// Text of bytes that are UTF-8 (RFC 3629) without NUL, else null.
export function textOf(bytes) {
  const text = bytes.toString('utf8');
  return text.includes('\0') || !Buffer.from(text).equals(bytes) ? null : text;
}

const opened = (cipher, sealed) => { try { return Buffer.from(cipher.decrypt(sealed)); } catch { return null; } };

// nonce of 24 bytes, then what wrap() made, under the first of these keys (or the one) that opens it
export const unwrap = (keys, sealed, ...bound) => (sealed.length < 40 ? null : [keys].flat().map((key) => opened(
  xchacha20poly1305(key, sealed.subarray(0, 24), cat(...bound)), sealed.subarray(24))).find(Boolean) ?? null);

export function padme(n) {
  const e = n.toString(2).length - 1;
  const step = 2 ** (e - e.toString(2).length);
  return Math.ceil(n / step) * step;
}

// ---- header (sections 2 and 3)

const WORDS = readFileSync(new URL('../../src/keep/words.txt', import.meta.url), 'utf8').split('\n');
const stretched = new Map(); // Argon2id takes seconds here: never twice for the same thing

// The secrets to try: the one spelling of recovery words first, then the bytes as given (2.2).
function spellings(secret) {
  const words = secret.toString('latin1').toLowerCase().split(/[ \t\r\n]+/).filter(Boolean);
  const numbers = words.map((word) => WORDS.indexOf(word));
  if (numbers.length !== 12 || numbers.includes(-1)) return [secret];
  const bits = bitsOf(numbers, 11);
  if (parseInt(bits.slice(128), 2) !== sha(ofBits(bits.slice(0, 128)))[0] >> 4) return [secret];
  return [Buffer.from(words.join(' ')), secret];
}

function stretch(secret, h) {
  const [m, t, salt] = [h.readUInt32LE(4), h.readUInt32LE(8), h.subarray(24, 40)];
  const name = [hex(secret), hex(salt), m, t].join();
  if (!stretched.has(name)) stretched.set(name, Buffer.from(argon2id(secret, salt, { m, t, p: 1, dkLen: 64 })));
  return stretched.get(name);
}

function headerState(h) {
  if (h.length !== 4096 || !sha(h.subarray(0, 4064)).equals(h.subarray(4064))) return 'damaged';
  const [version, m, t, zero, sequence] = [...[0, 4, 8, 12].map((at) => h.readUInt32LE(at)), u64(h, 16)];
  if (version > 1) return 'later version';
  const fits = m >= 65536 && m <= 1048576 && t >= 3 && t <= 16 && sequence >= 1 && sequence < 2 ** 63;
  return version === 1 && zero === 0 && fits ? 'sound' : 'damaged';
}

function openSlot(h, number, long) {
  const [salt, slot] = [h.subarray(24, 40), h.subarray(128 + 256 * number, 384 + 256 * number)];
  const key = derive(long, salt, 'daybook v1 slot ' + number);
  if (!derive(key, undefined, 'daybook v1 commit').equals(slot.subarray(0, 32))) return null;
  const body = unwrap(key, slot.subarray(32), salt, bytesOf(number));
  if (!body || ![1, 2].includes(body[32]) || !isZero(body.subarray(33, 40)) || body[48] > 135) return null;
  const label = textOf(body.subarray(49, 49 + body[48]));
  if (label === null || !isZero(body.subarray(49 + body[48]))) return null;
  return { number, kind: body[32], made_us: Number(body.readBigInt64LE(40)), label, vaultKey: body.subarray(0, 32) };
}

// secret: { given } bytes to be stretched, or { long } the 64 bytes already stretched.
// Returns { header, slot, keys: the new vault key's and, while it is renewed (3.3, 3.4), the previous one's } or { refused }.
export function openVault(copies, secret, problems) {
  const states = copies.map(headerState);
  const sound = copies.filter((h, i) => states[i] === 'sound').sort((a, b) => u64(b, 16) - u64(a, 16));
  if (sound.length === 0) return { refused: states.includes('later version') ? 'later version' : 'damaged' };
  let refused = 'wrong secret';
  for (const header of sound) {
    const longs = secret.long ? [secret.long] : spellings(secret.given).map((one) => stretch(one, header));
    const slot = longs.flatMap((long) => [0, 1, 2, 3, 4, 5, 6, 7].map((i) => openSlot(header, i, long))).find(Boolean);
    if (!slot) continue;
    const keys = (use) => derive(slot.vaultKey, undefined, 'daybook v1 ' + use);
    if (mac(keys('header'), header.subarray(0, 4032)).equals(header.subarray(4032, 4064))) {
      copies.forEach((h, i) => h.equals(header) || problems.push(`h${i} differs`));
      const inner = unwrap(keys('slots'), header.subarray(2176, 4032), header.subarray(24, 56));
      const before = inner?.readUInt32LE(0) === 1 && inner[4] === 1 ? [inner.subarray(8, 40)] : [];
      return { header, slot, keys: [keys, ...before.map((key) => (use) => derive(key, undefined, 'daybook v1 ' + use))] };
    }
    refused = 'damaged';
  }
  return { refused };
}

// ---- objects (section 4)

function keyArea(key, id, area) {
  const body = unwrap(key, area, id);
  if (!body || body.readUInt32LE(0) !== 1 || !isZero(body.subarray(4, 8)) || !isZero(body.subarray(80))) return null;
  const bytes = u64(body, 40);
  return bytes > 2 ** 46 ? null : { key: body.subarray(8, 40), bytes, sha256: body.subarray(48, 80) };
}

// { bytes, sha256, content }; what does not hold is said to `complain`, and then `content` is null.
export function openObject(key, id, file, complain) {
  const none = { bytes: 0, sha256: '0'.repeat(64), content: null };
  if (file.length < 4112) return complain('size'), none;
  const areas = [0, 2048].map((at) => keyArea(key, id, file.subarray(at, at + 1024)));
  const area = areas[0] ?? areas[1];
  const total = area && ([4096, 16384, 65536].find((step) => area.bytes <= step) ?? padme(area.bytes));
  const chunks = Math.ceil(total / 65536);
  if (area && file.length !== 4112 + total + 16 * chunks) return complain('size'), none;
  areas.forEach((one, i) => one || complain(`key area ${i}`));
  if (!area) return none;
  const told = { bytes: area.bytes, sha256: hex(area.sha256), content: null };
  const payload = derive(area.key, file.subarray(4096, 4112), 'daybook object v1', id);
  const plain = Array.from({ length: chunks }, (none, i) => {
    const nonce = Buffer.alloc(12);
    nonce.writeUIntBE(i * 256 + (i === chunks - 1 ? 1 : 0), 6, 6);
    return opened(chacha20poly1305(payload, nonce), file.subarray(4112 + i * 65552, 4112 + (i + 1) * 65552));
  });
  if (plain.includes(null)) return complain(`chunk ${plain.indexOf(null)}`), told;
  const all = cat(...plain);
  const content = all.subarray(0, area.bytes);
  const whole = isZero(all.subarray(area.bytes)) && sha(content).equals(area.sha256);
  return whole ? { ...told, content } : (complain('content'), told);
}
