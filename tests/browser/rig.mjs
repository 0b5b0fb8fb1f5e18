// tests/browser/rig.mjs
// `daybook serve` and Debian's Chromium, for what a person does with the pages; cases that print one line each.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const build = process.env.DAYBOOK_BUILD;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const quick = { LD_PRELOAD: process.env.DAYBOOK_KILLAT, KILLAT_QUICK: '1' }; // a passphrase costs a hash
const environment = { PATH: process.env.PATH, HOME: process.env.HOME, ...quick };
export const passphrase = 'copper lantern under nine bridges';
export const shots = join(build, 'tests', 'browser');
export const scratch = mkdtempSync(join(tmpdir(), 'daybook-browser-'));
mkdirSync(shots, { recursive: true });

let failed = 0;

export async function test(name, check) {
	try {
		await check();
		console.log(`[       OK ] ${name}`);
	} catch (wrong) {
		failed++;
		console.log(`[  FAILED  ] ${name}\n    ${String(wrong.stack).slice(0, 3000).replaceAll('\n', '\n    ')}`);
	}
}

export function equal(got, want, what) {
	if (JSON.stringify(got) !== JSON.stringify(want))
		throw new Error(`${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(want)}`);
}

export function holds(truth, what) {
	if (!truth)
		throw new Error(what);
}

export function finish() {
	rmSync(scratch, { recursive: true, force: true });
	process.exit(failed ? 1 : 0);
}

export function daybook(...words) {
	const run = spawnSync(join(build, 'daybook'), words, { env: environment, encoding: 'utf8' });

	if (run.status !== 0 && run.status !== 3)
		throw new Error(`daybook ${words[0]}: exit ${run.status}: ${run.stderr}`);
	return run.stdout;
}

export function newVault(name) {
	const secret = join(scratch, 'passphrase.txt'), path = join(scratch, name);

	writeFileSync(secret, passphrase);
	daybook('--vault', path, '--passphrase-file', secret, 'create');
	return { path, phrase: passphrase, run: (...words) => daybook('--vault', path, '--passphrase-file', secret, ...words) };
}

// The program under way; `left` is settled when it ends, with its exit code.
export async function serve(vault) {
	const program = spawn(join(build, 'daybook'), ['--vault', vault.path, 'serve'], { env: environment });
	const left = new Promise((done) => program.on('exit', done));
	const link = await new Promise((done) => program.stdout.once('data', (line) => done(String(line).trim())));

	return { link, left, origin: new URL(link).origin, stop: () => program.kill('SIGINT') };
}

export const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });

// A browser of its own, in which every request that leads elsewhere fails the test that asks for it.
export async function visit(server, options = {}) {
	const context = await browser.newContext(options);
	const elsewhere = [];

	context.on('request', (request) => {
		if (new URL(request.url()).origin !== server.origin)
			elsewhere.push(request.url());
	});
	const page = await context.newPage();
	await page.goto(server.link);
	return { context, page, elsewhere };
}

export async function unlock(page, secret = passphrase) {
	await page.getByLabel('Passphrase').fill(secret);
	await page.getByRole('button', { name: 'Open' }).click();
	await page.getByRole('heading', { name: 'What would you like to do?' }).waitFor();
}

// What axe finds against WCAG 2.2 AA; target sizes are looked at only where its tag is named.
export async function violations(page) {
	await page.evaluate(axe);
	return page.evaluate(async () => {
		const found = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });

		return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ').slice(0, 300)}`);
	});
}
