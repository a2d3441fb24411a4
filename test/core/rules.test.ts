import {expect, test} from 'vitest';
import {moodRules} from '../../src/core/rules.ts';

/** Why rules cannot be used, a sentence each. */
const faultsOf = (written: unknown): readonly string[] =>
  (moodRules.safeParse(written).error?.issues ?? []).map(it => `${it.path.join('.')}: ${it.message}`);

test('rules need a version and nothing else', () => {
  expect(moodRules.parse({version: 1})).toEqual({version: 1, agent_versions: [], titles: [], screen: []});
});

test('a screen rule looks at sixteen rows when it does not say', () => {
  const {screen} = moodRules.parse({version: 1, screen: [{id: 'a', match: 'a', mood: 'idle'}]});
  expect(screen[0]?.rows).toBe(16);
});

const screen = (rule: object) => ({version: 1, screen: [{id: 'a', match: 'a', mood: 'idle', ...rule}]});

test.each([
  [{}, 'version: '],
  [{version: 0}, 'version: '],
  [{version: 1, colours: []}, ': Unrecognized key: "colours"'],
  [screen({id: 'A b'}), 'screen.0.id: lower-case letters, digits and "-"'],
  [screen({match: '('}), 'screen.0.match: not a regular expression'],
  [screen({match: ''}), 'screen.0.match: '],
  [screen({mood: 'tired'}), 'screen.0.mood: '],
  [screen({mood: 'gone'}), 'screen.0.mood: '],
  [screen({freeze: true}), 'screen.0: either a mood or freeze'],
  [screen({mood: undefined}), 'screen.0: either a mood or freeze'],
  [screen({rows: 0}), 'screen.0.rows: '],
  [screen({rows: 61}), 'screen.0.rows: '],
  [screen({why: 'run {command}'}), 'screen.0: "a": its match has no group "command"'],
  [screen({answers: [{match: 'yes', press: 'y'}]}), 'screen.0.answers.0.match: it has no group "label"'],
  [screen({answers: [{match: '(?<label>.)', press: '{nope} Enter'}]}), 'screen.0: "a": its match has no group "nope"'],
  [screen({answers: [{label: 'Yes', press: 'Return'}]}), 'screen.0.answers.0'],
  [
    {version: 1, titles: [{id: 'a', match: 'a', mood: 'idle'}], screen: screen({}).screen},
    'screen.0: another rule is "a", too',
  ],
])('%j is refused: %s', (written, fault) => {
  expect(faultsOf(written)).toEqual([expect.stringContaining(fault)]);
});
