/** The sample repository of `npm start -- --demo`: six tasks that show the whole loop in a minute. */
import {chmodSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {Fault, reasonOf} from '../core/fault.ts';
import {version} from '../core/version.ts';
import {call} from '../client/call.ts';
import {needServer} from '../client/connect.ts';
import {placeOf} from '../client/place.ts';

const files: Readonly<Record<string, string>> = {
  'README.md': '# Tea house\n\nA small shop of shell scripts, to try roundhouse on.\n',
  'menu.txt': 'sencha 3.20\nassam 2.90\noolong 4.10\n',
  'total.sh': '#!/bin/sh\nawk \'{sum += $2} END {printf "%.2f\\n", sum}\' menu.txt\n',
  'test.sh': '#!/bin/sh\n[ "$(sh total.sh)" = "10.20" ] && echo "the total is right"\n',
};

/** Tasks as command lines; each may depend on those before it. */
const tasks: readonly (readonly string[])[] = [
  [
    'Put rooibos on the menu',
    '--script',
    'printf "rooibos 2.50\\n" >> menu.txt',
    '--script',
    'cat menu.txt',
    '--acceptance',
    'rooibos is on the menu',
  ],
  ['Write a price list', '--script', 'sort menu.txt > prices.txt', '--script', 'cat prices.txt', '--label', 'docs'],
  ['Count to thirty, slowly', '--script', 'for n in $(seq 30); do echo "cup $n"; sleep 1; done', '--label', 'slow'],
  [
    'Check the total',
    '--script',
    'sh total.sh',
    '--script',
    'test -f total.ok || { echo "total.ok is missing: make it (touch total.ok), then resume"; exit 1; }',
    '--label',
    'asks',
  ],
  ['Translate the price list', '--depends-on', 'TASK-002', '--script', "sed 's/^/Preis: /' menu.txt > preise.txt"],
  [
    'Write the release notes',
    '--depends-on',
    'TASK-001',
    '--depends-on',
    'TASK-005',
    '--script',
    'git log --oneline > NOTES.txt',
  ],
];

/**
 * Make the sample repository in a new temporary folder and write its tasks on its board.
 *
 * @returns its root
 * @throws Fault `demo-failed`
 */
export const makeDemo = async (): Promise<string> => {
  const root = join(realpathSync(mkdtempSync(join(tmpdir(), 'roundhouse-demo-'))), 'tea-house');
  try {
    mkdirSync(root);
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(root, name), text);
      if (name.endsWith('.sh')) chmodSync(join(root, name), 0o755);
    }
    const git = (...args: string[]): Promise<unknown> => execa('git', args, {cwd: root});
    await git('init', '--quiet', '--initial-branch=main');
    await git('add', '.');
    await git(
      '-c',
      'user.name=roundhouse',
      '-c',
      'user.email=roundhouse@localhost',
      '-c',
      'commit.gpgsign=false',
      'commit',
      '--quiet',
      '-m',
      'Open the tea house',
    );
  } catch (thrown) {
    throw new Fault('demo-failed', {reason: reasonOf(thrown)}, {cause: thrown});
  }
  await writeTasks(root);
  return root;
};

const writeTasks = async (root: string): Promise<void> => {
  for (const task of tasks) {
    const link = await needServer(placeOf(root), {role: 'verb', version}, [join(import.meta.dirname, 'server.js')]);
    const {fault} = await call(link, ['create-task', ...task]);
    link.connection.end();
    if (fault !== undefined) throw new Fault('demo-failed', {reason: fault.message});
  }
};
