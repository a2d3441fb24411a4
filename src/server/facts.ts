/** What git says of a worktree that is shown: is it there, on its branch, without changes, with its base? */
import type {TaskFlag} from '../core/flags.ts';
import type {Workspace} from '../core/nouns/workspace.ts';
import {ask, gitAt} from './git.ts';
import {isThere} from './workspace.ts';

/** @param root the primary worktree @returns each trouble by its own word; nothing for a worktree that was removed */
export const factsOf = async (root: string, workspace: Workspace): Promise<readonly TaskFlag[]> => {
  const {path, branch, base_ref, base_commit, status} = workspace;
  if (status === 'removed') return [];
  const git = gitAt(root);
  const base = await Promise.all(
    [base_ref, base_commit].map(it => ask(git, ['rev-parse', '--verify', '--quiet', `${it}^{commit}`])),
  );
  const lost: readonly TaskFlag[] = base.includes(undefined) ? ['base_missing'] : [];
  if (status === 'pending_setup') return lost;
  if (!isThere(path)) return ['worktree_missing', ...lost];
  const here = gitAt(path);
  const [said, on] = await Promise.all([
    ask(here, ['status', '--porcelain']),
    ask(here, ['symbolic-ref', '--quiet', '--short', 'HEAD']),
  ]);
  if (said === undefined) return ['worktree_missing', ...lost];
  const head: readonly TaskFlag[] = on === undefined ? ['head_detached'] : on === branch ? [] : ['branch_mismatch'];
  return [...(said === '' ? [] : (['dirty'] as const)), ...head, ...lost];
};
