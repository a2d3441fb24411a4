/**
 * Bundles the program, one file an entry, into `dist/<content hash>/`; `dist/current` points to the newest. The last builds
 * are kept, so that a running server never loads a part of another one.
 */
import {createHash} from 'node:crypto';
import {
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {basename, join} from 'node:path';
import {build, context, type BuildOptions, type Plugin} from 'esbuild';

const home = join(import.meta.dirname, '../..');
const dist = join(home, 'dist');
/** Builds that are kept beside the newest. */
const KEEP = 3;

const entries = {
  boot: 'src/cli/boot.ts',
  main: 'src/cli/main.ts',
  full: 'src/cli/full.ts',
  script: 'src/cli/script.ts',
  setup: 'src/cli/setup.ts',
  heavy: 'src/cli/heavy.ts',
  demo: 'src/cli/demo.ts',
  proxy: 'src/cli/proxy.ts',
  mcp: 'src/cli/mcp.ts',
  candidates: 'src/cli/candidates.ts',
  host: 'src/client/host.ts',
  start: 'src/client/start.ts',
  server: 'src/server/main.ts',
};
/** Of the thread that Ink runs in, which awaits while it is loaded: a module. */
const modules = {chrome: 'src/chrome/worker.ts'};

/** An `import()` of an entry stays one: each entry is a file of its own, loaded only when it is needed. */
const entriesApart: Plugin = {
  name: 'entries-apart',
  setup: plugin => {
    plugin.onResolve(
      {filter: /\/(?:main|full|script|setup|heavy|demo|proxy|mcp|candidates|host|start)\.ts$/},
      ({kind, path}) =>
        kind === 'dynamic-import' || kind === 'require-call'
          ? {path: `./${basename(path, '.ts')}.js`, external: true}
          : undefined,
    );
  },
};

/** Ink would load its developer tools, which are not installed. */
const noDevtools: Plugin = {
  name: 'no-devtools',
  setup: plugin => {
    plugin.onResolve({filter: /^react-devtools-core$/}, ({path}) => ({path, namespace: 'empty'}));
    plugin.onLoad({filter: /.*/, namespace: 'empty'}, () => ({contents: 'export default {}'}));
  },
};

const common = (outdir: string): BuildOptions => ({
  absWorkingDir: home,
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node22',
  jsx: 'automatic',
  minifySyntax: true,
  minifyWhitespace: true,
  external: ['node-pty'],
  plugins: [entriesApart, noDevtools],
  logLevel: 'warning',
});
const PRODUCTION = {'process.env.NODE_ENV': '"production"'};

/** CommonJS: a module that imports `node:fs` makes Node run every getter of it, 5 ms of each start. */
const optionsOfEntries = (outdir: string): BuildOptions => ({
  ...common(outdir),
  entryPoints: entries,
  format: 'cjs',
  define: {...PRODUCTION, 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename'},
});
const optionsOfModules = (outdir: string): BuildOptions => ({
  ...common(outdir),
  entryPoints: modules,
  format: 'esm',
  outExtension: {'.js': '.mjs'},
  define: PRODUCTION,
  banner: {
    js: "import {createRequire as __createRequire} from 'node:module';const require=__createRequire(import.meta.url);",
  },
});

/** When something that the build is made of changed last, milliseconds. */
const newestSource = (): number =>
  Math.max(
    ...[...globSync(['src/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}', 'package-lock.json'], {cwd: home})].map(
      path => statSync(join(home, path)).mtimeMs,
    ),
  );

const isStale = (): boolean => {
  const current = statSync(join(dist, 'current/boot.js'), {throwIfNoEntry: false});
  return current === undefined || current.mtimeMs < newestSource();
};

/** Give the folder of a finished build its name, point to it, and drop the oldest. */
const adopt = (made: string): void => {
  const hash = createHash('sha256');
  for (const file of readdirSync(made).toSorted()) hash.update(readFileSync(join(made, file)));
  const name = hash.digest('hex').slice(0, 12);
  rmSync(join(dist, name), {recursive: true, force: true});
  renameSync(made, join(dist, name));
  rmSync(join(dist, 'next'), {force: true});
  symlinkSync(name, join(dist, 'next'));
  renameSync(join(dist, 'next'), join(dist, 'current'));
  dropOld(name);
};

const dropOld = (newest: string): void => {
  const builds = readdirSync(dist)
    .filter(it => /^[0-9a-f]{12}$/u.test(it) && it !== newest)
    .toSorted((a, b) => statSync(join(dist, b)).mtimeMs - statSync(join(dist, a)).mtimeMs);
  for (const old of builds.slice(KEEP - 1)) rmSync(join(dist, old), {recursive: true, force: true});
};

const once = async (): Promise<void> => {
  mkdirSync(dist, {recursive: true});
  const made = join(dist, `making-${process.pid}`);
  await Promise.all([build(optionsOfEntries(made)), build(optionsOfModules(made))]);
  writeFileSync(join(made, 'package.json'), '{"type": "commonjs"}\n');
  adopt(made);
};

const watch = async (): Promise<void> => {
  const adoptEach: Plugin = {
    name: 'adopt-each',
    setup: plugin => {
      plugin.onEnd(async ({errors}) => {
        if (errors.length > 0) return;
        await once();
        console.log(`built ${basename(readlinkSync(join(dist, 'current')))}`);
      });
    },
  };
  const base = optionsOfEntries(join(dist, 'watching'));
  const entryPoints = {...entries, ...modules};
  const watching = await context({...base, entryPoints, write: false, plugins: [...(base.plugins ?? []), adoptEach]});
  await watching.watch();
};

if (process.argv.includes('--watch')) await watch();
else if (!process.argv.includes('--if-stale') || isStale()) {
  await once();
  if (!process.argv.includes('--quiet')) console.log(`built dist/${readlinkSync(join(dist, 'current'))}`);
}
