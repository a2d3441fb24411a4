/**
 * Installs the real agents for tests: `npm run agents:install [-- codex claude]`, all four when none is named. One line an
 * agent. Ends with 1 when one of them is not there afterwards, and the tests of that one are skipped.
 */
import {spawnSync} from 'node:child_process';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Kind} from '../model/ask.ts';
import {agentsFolder, installedVersion, kinds, packages} from './packages.ts';

/** One agent may take so long, milliseconds; measured: 3 to 8 seconds, and most of it is unpacking. */
const LONGEST_MS = 240_000;

/** @returns whether it is there */
const install = (kind: Kind): boolean => {
  const {name, version} = packages[kind];
  const say = (what: string): void => console.log(`${kind} ${version}: ${what}`);
  if (installedVersion(kind) === version) {
    say('is installed');
    return true;
  }
  const folder = join(agentsFolder, kind);
  rmSync(folder, {recursive: true, force: true});
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, 'package.json'), '{"private": true}\n');
  const start = performance.now();
  const {status, stderr, error} = spawnSync('npm', [...argv, '--prefix', folder, `${name}@${version}`], {
    encoding: 'utf8',
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  });
  if (status === 0 && installedVersion(kind) === version) {
    say(`installed in ${((performance.now() - start) / 1000).toFixed(1)} s, ${sizeOf(folder)} MB`);
    return true;
  }
  rmSync(folder, {recursive: true, force: true});
  say(`not installed, its tests are skipped: ${reasonOf(stderr, error)}`);
  return false;
};

/** Without the registry it gives up after a quarter of a minute, not after three. */
const argv = [
  'install',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
];

const reasonOf = (stderr: string, error?: Error): string => {
  if (error !== undefined) return error.message;
  const code = /npm error code (?<code>\S+)/u.exec(stderr)?.groups?.['code'] ?? '';
  if (/^(?:E?AI_AGAIN|EAI_|ENOTFOUND|ECONN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|FETCH_ERROR|ERR_SOCKET)/u.test(code))
    return `the npm registry cannot be reached (${code})`;
  const [line = 'npm failed'] = stderr.split('\n').filter(it => it.startsWith('npm error') && !it.includes(' code '));
  return line;
};

const sizeOf = (folder: string): number =>
  Number.parseInt(spawnSync('du', ['-sm', folder], {encoding: 'utf8'}).stdout, 10);

const named = process.argv.slice(2);
const strangers = named.filter(it => !kinds.some(kind => kind === it));
if (strangers.length > 0) {
  console.log(`no such agent: ${strangers.join(', ')}; there are ${kinds.join(', ')}`);
  process.exit(2);
}
const wanted = named.length > 0 ? kinds.filter(it => named.includes(it)) : kinds;
const areHere = wanted.map(install);
process.exit(areHere.every(Boolean) ? 0 : 1);
