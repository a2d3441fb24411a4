/** Which tasks may change the same files, and which files a task should not have changed. Pure. */
import {matchesGlob} from 'node:path';
import type {Settings} from '../core/config.ts';
import type {TaskId} from '../core/id.ts';
import type {Task, TaskStatus} from '../core/nouns/task.ts';

/** Path patterns that do not count, and those that several tasks may change at once. */
export type ScopePolicy = {readonly ignored: readonly string[]; readonly shared: readonly string[]};

const wordsOf = (list: string): readonly string[] => list.split(/[\s,]+/u).filter(it => it !== '');

export const scopePolicyOf = ({scopes_ignored = '', scopes_shared = ''}: Settings): ScopePolicy => ({
  ignored: wordsOf(scopes_ignored),
  shared: wordsOf(scopes_shared),
});

/** Work that is, or will be, on a branch of its own and not yet merged. */
const UNMERGED: readonly TaskStatus[] = ['in_progress', 'needs_input', 'review_ready', 'in_review', 'accepted'];

const segmentsOf = (pattern: string): readonly string[] => pattern.split('/').filter(it => it !== '' && it !== '.');
const isGlob = (segment: string): boolean => /[*?[\]{}!()+@]/u.test(segment);

/** One segment of two patterns: two globs are taken to meet. */
const segmentsMeet = (a: string, b: string): boolean => {
  if (isGlob(a) && isGlob(b)) return true;
  return a === b || (isGlob(a) ? matchesGlob(b, a) : isGlob(b) && matchesGlob(a, b));
};

/** Can one path match both? A pattern without an end is a folder with all that is in it. */
export const patternsMeet = (one: string, other: string): boolean => {
  const [a, b] = [segmentsOf(one), segmentsOf(other)];
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const [left = '', right = ''] = [a[at], b[at]];
    if (left === '**' || right === '**') return true;
    if (!segmentsMeet(left, right)) return false;
  }
  return true;
};

/** Is a path in a pattern, or in the folder that it names? */
const isIn = (path: string, pattern: string): boolean => {
  const segments = segmentsOf(pattern);
  const folder = segments.slice(0, segments.at(-1) === '**' ? -1 : undefined).join('/');
  // A glob does not match names with a dot in front; a folder holds them all the same.
  if (!isGlob(folder)) return path === folder || folder === '' || path.startsWith(`${folder}/`);
  // Matching a glob takes microseconds, and a worktree may have many thousand new files elsewhere.
  const plain = segments.slice(0, segments.findIndex(isGlob)).join('/');
  if (plain !== '' && !path.startsWith(`${plain}/`)) return false;
  return matchesGlob(path, segments.join('/')) || matchesGlob(path, `${folder}/**`);
};

const counted = ({scope}: Task, {ignored}: ScopePolicy): readonly string[] =>
  scope.write.filter(it => !ignored.some(pattern => isIn(it, pattern)));

const mayMeet = (one: string, other: string, {shared}: ScopePolicy): boolean =>
  patternsMeet(one, other) && !shared.some(it => isIn(one, it) && isIn(other, it));

/**
 * Find tasks at work whose write scopes meet. Each has a worktree of its own, so this is a warning: their merges may conflict.
 * A task whose scope nobody wrote is not warned of: it would be on every card.
 *
 * @returns for each such task the others, by id
 */
export const overlapsOf = (tasks: readonly Task[], policy: ScopePolicy): ReadonlyMap<TaskId, readonly TaskId[]> => {
  const scoped = tasks
    .filter(it => UNMERGED.includes(it.status))
    .map(it => ({id: it.id, write: counted(it, policy)}))
    .filter(it => it.write.length > 0);
  return new Map(
    scoped.flatMap(task => {
      const others = scoped.filter(
        it => it !== task && it.write.some(a => task.write.some(b => mayMeet(a, b, policy))),
      );
      return others.length === 0 ? [] : [[task.id, others.map(it => it.id)] as const];
    }),
  );
};

/** Changed paths that are in no pattern of the task's write scope; none where it has no scope. */
export const outsideOf = ({scope}: Task, paths: readonly string[], {ignored}: ScopePolicy): readonly string[] =>
  scope.write.length === 0
    ? []
    : paths.filter(path => ![...scope.write, ...ignored].some(pattern => isIn(path, pattern)));
