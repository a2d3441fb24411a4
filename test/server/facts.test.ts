import {rmSync} from 'node:fs';
import {expect, test} from 'vitest';
import {factsOf} from '../../src/server/facts.ts';
import {open, type Site} from './site.ts';

/** Troubles of a worktree, each by what brings it about. */
const troubles: readonly (readonly [string, readonly string[], (at: Site) => void])[] = [
  ['nothing is wrong', [], () => undefined],
  ['something is not committed', ['dirty'], at => at.it.write(at.in('new.txt'), 'x\n')],
  ['it is on another branch', ['branch_mismatch'], at => void at.git('switch', '--quiet', '-c', 'other')],
  ['its HEAD is detached', ['head_detached'], at => void at.git('switch', '--quiet', '--detach')],
  ['its folder is gone', ['worktree_missing'], at => rmSync(at.workspace.path, {recursive: true})],
  [
    'its folder is there, and is none of git',
    ['worktree_missing'],
    at => {
      rmSync(at.workspace.path, {recursive: true});
      at.it.write(at.in('x'), 'x');
    },
  ],
  ['its base is gone', ['base_missing'], at => void at.it.git('branch', '--move', 'main', 'trunk')],
  [
    'several things are wrong',
    ['dirty', 'head_detached', 'base_missing'],
    at => {
      at.it.write(at.in('new.txt'), 'x\n');
      at.git('switch', '--quiet', '--detach');
      at.it.git('branch', '--move', 'main', 'trunk');
    },
  ],
];

test.concurrent.each(troubles)('when %s, it is told by its own word: %j', async (_, words, bring) => {
  using at = await open();
  bring(at);
  expect(await factsOf(at.it.root, at.workspace)).toEqual(words);
});

test.concurrent('of a worktree that was removed there is nothing to tell', async () => {
  using at = await open();
  await at.remove();
  expect(await factsOf(at.it.root, {...at.workspace, status: 'removed'})).toEqual([]);
});
