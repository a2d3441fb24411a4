/** Which steps of a turn are the answer to a request. The request tells how far the turn is, so retries and resumed conversations fit. */
import type {Ask} from './ask.ts';
import {bareOf, restOf} from './results.ts';
import {sampleOf} from './sample.ts';
import {ruleFor, type Rule} from './script.ts';
import type {Seen, Step} from './step.ts';

/** The answer to one request. `rule` is undefined when none fits, and for what is no part of a conversation. */
export type Reply = {readonly rule: Rule | undefined; readonly steps: readonly Step[]; readonly seen: Seen};

/** Claude Code has a second model judge commands, and reads its verdict off these tags. */
const VERDICT = {
  allow: '<block>no</block>',
  block: '<block>yes</block><category>Scripted</category><reason>[Scripted] the script allows nothing</reason>',
} as const;

/** Decide on the answer. What nobody scripted is said in the reply, where a test or a person sees it. */
export const replyTo = (ask: Ask, rules: readonly Rule[], verdict: keyof typeof VERDICT): Reply => {
  const whole = ask.results.filter(it => restOf(it) === undefined);
  const seen = seenOf(ask, whole);
  if (ask.isAside) return {rule: undefined, seen, steps: [{does: 'say', text: besideOf(ask, verdict)}]};
  const rule = ruleFor(rules, ask);
  const rest = restOf(ask.results.at(-1) ?? '');
  if (rest !== undefined) return {rule, seen, steps: [{does: 'call', uses: [rest]}]};
  if (rule === undefined)
    return {rule, seen, steps: [{does: 'say', text: `No rule of the script fits: ${ask.prompt}`}]};
  const groups = rule.when.prompt?.exec(ask.prompt)?.groups ?? {};
  return {rule, seen: {...seen, groups}, steps: partOf(rule.steps, whole.length)};
};

const besideOf = ({prompt, schema}: Ask, verdict: keyof typeof VERDICT): string => {
  if (prompt.includes('<block>')) return VERDICT[verdict];
  return schema === undefined ? 'A scripted session' : JSON.stringify(sampleOf(schema));
};

const seenOf = ({kind, prompt, cwd = ''}: Ask, whole: readonly string[]): Seen => {
  const results = whole.map(bareOf);
  return {kind, prompt, cwd, groups: {}, results, last: results.at(-1) ?? ''};
};

/** The steps after the calls that have given something, up to the next calls. */
const partOf = (steps: readonly Step[], given: number): readonly Step[] => {
  let left = given;
  let from = 0;
  for (const [at, step] of steps.entries()) {
    if (step.does !== 'call') continue;
    if (left < step.uses.length) return steps.slice(from, at + 1);
    left -= step.uses.length;
    from = at + 1;
  }
  return steps.slice(from);
};
