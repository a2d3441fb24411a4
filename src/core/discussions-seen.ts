/** Discussions as they are listed: the newest first, and those with the words somebody looks for. Pure. */
import type {Discussion, DiscussionTable} from './nouns/discussion.ts';

/** What is looked through. */
const wordsOf = ({id, session, topic, task_id, status, stop_reason, panel}: Discussion): string =>
  [id, session, topic, task_id, status, stop_reason, ...panel.flatMap(it => [it.name, it.agent, it.model])]
    .join('\n')
    .toLowerCase();

/**
 * List discussions.
 *
 * @param filter words that all are in it, in any order, whatever their case
 */
export const newestFirst = ({discussions}: Pick<DiscussionTable, 'discussions'>, filter = ''): Discussion[] => {
  const wanted = filter.toLowerCase().split(/\s+/u).filter(Boolean);
  return Object.values(discussions)
    .filter(it => wanted.length === 0 || hasAll(wordsOf(it), wanted))
    .toSorted((a, b) => (a.id < b.id ? 1 : -1));
};

const hasAll = (words: string, wanted: readonly string[]): boolean => wanted.every(it => words.includes(it));
