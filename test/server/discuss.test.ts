import {expect, test} from 'vitest';
import {openTable} from './table.ts';

const yes = {
  position: 'Yes, keep it',
  stance: 'for',
  reasons: ['it works'],
  risks: [],
  recommendation: 'keep it',
  open_questions: [],
};

test.concurrent('all of a panel are asked, and what they say is held together and kept', async () => {
  await using table = await openTable({ann: {says: yes}, bob: {says: {...yes, position: 'Keep it'}}});
  const found = await table.asks(['discuss', 'Do we keep the parser?']);
  expect(found).toMatchObject({exit: 0, out: {status: 'done', stop_reason: 'round_one_complete', round: 1}});
});
