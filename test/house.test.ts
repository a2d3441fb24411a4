import {globSync, readFileSync} from 'node:fs';
import {posix} from 'node:path';
import {describe, expect, test} from 'vitest';

/** Who may know whom. A room names only rooms listed before it, so there can be no cycle. */
const knows: Record<string, readonly string[]> = {
  core: [],
  work: ['core'],
  protocol: ['core'],
  store: ['core'],
  terminal: ['core'],
  server: ['core', 'work', 'protocol', 'store', 'terminal'],
  client: ['core', 'protocol'],
  components: ['core', 'protocol', 'client'],
  chrome: ['core', 'protocol', 'terminal', 'client', 'components'],
  mcp: ['core', 'protocol', 'client'],
  cli: ['core', 'work', 'protocol', 'store', 'terminal', 'server', 'client', 'components', 'chrome', 'mcp'],
};

/** Each outside package and the only places that may import it. */
const owners: Record<string, readonly string[]> = {
  'node-pty': ['src/server/pty.ts'],
  '@xterm/headless': ['src/terminal/xterm-engine.ts', 'src/terminal/xterm-internals.ts'],
  '@xterm/addon-unicode-graphemes': ['src/terminal/xterm-engine.ts'],
  'simple-git': ['src/server/git.ts'],
  execa: [
    'src/cli/doctor.ts',
    'src/cli/doctor-agents.ts',
    'src/cli/demo.ts',
    'src/server/attempt.ts',
    'src/server/desktop.ts',
  ],
  lowdb: ['src/store/'],
  yaml: ['src/protocol/text.ts', 'src/store/config-file.ts'],
  zod: [
    'src/core/',
    'src/protocol/',
    'src/store/',
    'src/work/answers.ts',
    'src/server/view/keep.ts',
    'src/mcp/schema.ts',
    'src/cli/completion/spec.ts',
  ],
  '@modelcontextprotocol/server': ['src/mcp/'],
  ink: ['components/', 'src/chrome/'],
  react: ['components/', 'src/chrome/'],
  esbuild: ['src/cli/build.ts'],
  'node:sqlite': ['src/store/sqlite.ts', 'src/store/host-lock.ts'],
  'node:worker_threads': ['src/server/chrome.ts', 'src/chrome/'],
  'node:fs': [
    'src/store/',
    'src/client/',
    'src/cli/',
    'src/server/agents/',
    'src/server/attempt.ts',
    'src/server/processes.ts',
    'src/server/verbs/consult.ts',
    'src/server/log.ts',
    'src/server/pty.ts',
    'src/server/git.ts',
    'src/server/workspace.ts',
    'src/server/removal.ts',
    'src/server/submodules.ts',
    'src/server/difference.ts',
    'src/server/bringup.ts',
    'src/server/reconcile.ts',
    'src/server/door.ts',
    'src/server/host.ts',
    'src/server/start.ts',
    'src/server/tty.ts',
  ],
};

/** What the attach client loads before its first picture: nothing that costs time. */
const heavy = [
  'zod',
  '@modelcontextprotocol/server',
  'yaml',
  'ink',
  'react',
  '@xterm/headless',
  'simple-git',
  'execa',
  'lowdb',
  'node-pty',
];

const roomOf = (path: string): string => (path.startsWith('components/') ? 'components' : (path.split('/')[1] ?? ''));
const importsIn = (source: string): string[] =>
  [...source.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/gu)].map(match => match[1] ?? '');
const isOf = (target: string, name: string): boolean => target === name || target.startsWith(`${name}/`);

const faultsOf = (path: string, source: string): string[] =>
  importsIn(source).flatMap(target => {
    if (target.startsWith('.')) {
      const other = posix.join(posix.dirname(path), target);
      const allowed = roomOf(other) === roomOf(path) || knows[roomOf(path)]?.includes(roomOf(other));
      return allowed ? [] : [`${path} → ${other}: ${roomOf(path)} may not know ${roomOf(other)}`];
    }
    const owner = Object.keys(owners).find(name => isOf(target, name));
    if (owner === undefined || owners[owner]?.some(place => path.startsWith(place))) return [];
    return [`${path} → ${target}: only ${owners[owner]?.join(', ')} may`];
  });

/** All that a file loads at its start, files and packages; what it imports later by `import()` and types are left out. */
const loadedBy = (path: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(path)) return seen;
  seen.add(path);
  const source = readFileSync(path, 'utf8').replaceAll(/^import type .*$/gmu, '');
  for (const [, target = ''] of source.matchAll(/^(?:import|export)\b[^;]*?\bfrom '([^']+)'/gmsu))
    if (target.startsWith('.')) loadedBy(posix.join(posix.dirname(path), target), seen);
    else seen.add(target);
  return seen;
};

const files = globSync(['src/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}']);
const read = (path: string): string => readFileSync(path, 'utf8');

describe('the house', () => {
  test('has code to check', () => expect(files.length).toBeGreaterThan(80));

  test('has every file in a known room', () => expect(files.filter(file => !(roomOf(file) in knows))).toEqual([]));

  test('lets a room know only rooms listed before it', () => {
    const rooms = Object.keys(knows);
    expect(rooms.filter((room, at) => knows[room]?.some(other => rooms.indexOf(other) >= at))).toEqual([]);
  });

  test('has no room that knows another it may not, and no package outside its owner', () =>
    expect(files.flatMap(file => faultsOf(file, read(file)))).toEqual([]));

  test('loads nothing heavy for the attach client', () => {
    const loaded = loadedBy('src/cli/main.ts');
    expect([...loaded].filter(it => heavy.some(name => isOf(it, name)))).toEqual([]);
    expect(loaded.size).toBeGreaterThan(8);
  });

  test.each([
    ['src/server/a.ts', `import type {M} from '../client/m.ts'`],
    ['src/core/a.ts', `export * from '../store/db.ts'`],
    ['components/A.tsx', `const x = await import('../src/server/world.ts')`],
    ['src/cli/a.ts', `import {spawn} from 'node-pty'`],
    ['components/B.tsx', `import {readFile} from 'node:fs/promises'`],
  ])('finds a fault in %s', (path, source) => expect(faultsOf(path, source)).toHaveLength(1));

  test('says in the head of every file what it owns', () =>
    expect(files.filter(file => !read(file).startsWith('/**'))).toEqual([]));

  test('names only files that exist in its documents', () => {
    const documents = ['README.md', 'src/DECISIONS.md'];
    const named = documents.flatMap(file =>
      [...read(file).matchAll(/`((?:src|components|test|assets)\/[^`*<> ]+)`/gu)].map(it => it[1] ?? ''),
    );
    expect(named.filter(path => globSync(path).length === 0)).toEqual([]);
  });
});

describe('the tests', () => {
  const tests = globSync('test/**/*.test.{ts,tsx}').filter(file => file !== 'test/house.test.ts');
  const banned = [/\bvi\.mock\b/u, /\bsetTimeout\b/u, /\.only\(/u, /\.skip\(/u, /@ts-ignore/u];

  test.each(banned)('do without %s', pattern => expect(tests.filter(file => pattern.test(read(file)))).toEqual([]));
});
