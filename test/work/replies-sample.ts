/** Replies of a discussion for tests of its rules. */
import type {Parsed, Reply, Round} from '../../src/core/artifact.ts';
import type {ReplyStatus, Stance} from '../../src/core/nouns/discussion.ts';

type More = Partial<Parsed> & {readonly stance?: Stance; readonly status?: ReplyStatus};

/** A reply that can be used, unless it is said how it ended. */
export const replyOf = (participant: string, {stance, status = 'ok', ...more}: More = {}): Reply => ({
  participant,
  agent: participant,
  model: null,
  status,
  text: 'as it was said',
  bridge_session_id: null,
  exit_code: 0,
  duration_ms: 5,
  error: status === 'ok' ? null : 'it went wrong',
  parsed:
    status === 'ok'
      ? {position: 'Keep it', reasons: [], risks: [], recommendation: 'Keep it', open_questions: [], ...more}
      : null,
  stance: stance ?? null,
  is_loose: false,
  usage: null,
});

/** Rounds of replies. */
export const roundsOf = (...rounds: readonly (readonly Reply[])[]): Round[] =>
  rounds.map((replies, at) => ({
    index: at === 0 ? 1 : 2,
    prompt_role: at === 0 ? 'initial' : 'follow_up',
    prompt: 'asked',
    replies: [...replies],
  }));
