import {expect, test} from 'vitest';
import type {Synthesis} from '../../src/core/artifact.ts';
import type {Discussed, ShownConversation} from '../../src/protocol/discussion-shapes.ts';
import {conversationText, discussedText} from '../../src/protocol/discussion-text.ts';

const synthesis: Synthesis = {
  agreements: ['sessions expire'],
  disagreements: [{point: 'how long', by: {ann: 'a day', bob: 'a week'}}],
  risks: [],
  recommendations: [{text: 'ask before', supported_by: ['ann', 'bob']}],
  open_questions: [],
  missing_participants: [],
  confidence: 'high',
  single_view: null,
  positions: [],
};
const discussed = {
  id: 'run-1',
  topic: 'Shall sessions expire?',
  status: 'done',
  stop_reason: 'round_one_complete',
  panel: [
    {name: 'ann', agent: 'codex'},
    {name: 'bob', agent: 'claude'},
  ],
  replies: [
    {participant: 'ann', status: 'ok', stance: 'for', position: 'A day'},
    {participant: 'bob', status: 'timeout'},
  ],
  synthesis,
  markdown_path: '/shop/run-1.md',
} as unknown as Discussed;

test('a discussion is told with who stood where, and what it came to', () => {
  expect(discussedText(discussed).split('\n')).toEqual([
    'run-1 · done · round_one_complete',
    'Shall sessions expire?',
    '',
    'ann           for · A day',
    'bob           timeout',
    '',
    'agreed        - sessions expire',
    'disagreed     - how long (ann: a day; bob: a week)',
    'recommended   - ask before (ann, bob)',
    'confidence    high',
    '',
    '/shop/run-1.md',
  ]);
});

test('who was not heard is named', () => {
  const missing = {...discussed, synthesis: {...synthesis, missing_participants: ['bob', 'cid'], single_view: 'ann'}};
  expect(discussedText(missing)).toContain('not heard     bob, cid');
  expect(discussedText(missing)).toContain('single view   only ann could be heard; nothing is agreed');
});

test('a conversation in which nothing goes on has no line for that', () => {
  const shown = {session: 'main', conversation_key: 'k'.repeat(64), participants: {}} as unknown as ShownConversation;
  expect(conversationText(shown).split('\n')).toEqual([
    'session       main',
    `key           ${'k'.repeat(16)}`,
    'last used     never',
    'participants  none goes on: the next discussion begins anew',
  ]);
});
