import {expect, test} from 'vitest';
import {doLocal} from '../../src/cli/local.ts';
import {verbNames} from '../../src/protocol/names.ts';
import {entryOf} from '../../src/protocol/verbs.ts';

const ours = verbNames.filter(it => entryOf(it).runs === 'local' && entryOf(it).doors.includes('mcp'));

test('there are verbs that an agent gets without a server', () => {
  expect(ours).toEqual(expect.arrayContaining(['init', 'doctor']));
});

test.each(ours)('%s is done here', async name => {
  await expect(doLocal(name, '/', {}).catch((thrown: unknown) => thrown)).resolves.not.toMatchObject({
    code: 'verb-local',
  });
});

test.each(['attach', 'serve-mcp', 'list-tasks'] as const)('%s is not', async name => {
  await expect(doLocal(name, '/', {})).rejects.toMatchObject({code: 'verb-local'});
});
