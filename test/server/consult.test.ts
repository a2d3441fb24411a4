import {join} from 'node:path';
import {expect, test} from 'vitest';
import {startedOf} from '../../src/store/holder.ts';
import {until} from '../smoke/until.ts';
import {openHouse, type House} from './house.ts';

const SCHEMA = '{"type":"object","properties":{"answer":{"type":"string"}},"required":["answer"]}';

/** An agent that is a shell script; `$1` is the question. */
const asked = async (script: string): Promise<House> => {
  const house = await openHouse();
  house.repository.write('asker.sh', script);
  house.configures(
    `worker_agent: asker\nagents: {asker: {command: [/bin/sh, ${house.repository.at('asker.sh')}, "{prompt}"]}}\n`,
  );
  return house;
};

test.concurrent('an agent answers without a pane', async () => {
  await using house = await asked('echo "you asked: $1"\necho twice\n');
  expect((await house.asks(['consult', 'which', 'port?'])).out).toMatchObject({
    agent: 'asker',
    status: 'answered',
    text: 'you asked: which port?\ntwice',
  });
  expect(house.ptys).toHaveLength(0);
});

test.concurrent('it may read the question on its standard input', async () => {
  await using house = await asked('cat\n');
  expect((await house.asks(['consult', 'which port?'])).out).toMatchObject({text: 'which port?'});
});

test.concurrent('it has the environment of the person, and no token of ours', async () => {
  await using house = await asked('echo "$SHELL ${ROUNDHOUSE_TOKEN:-none}"\n');
  expect((await house.asks(['consult', 'x'])).out).toMatchObject({text: '/bin/sh none'});
});

test.concurrent('what both answers have used is told, where the first one did not fit', async () => {
  await using house = await openHouse();
  house.installs('codex');
  const line = (it: object): string => `echo '${JSON.stringify(it)}'`;
  const turn = (text: string) =>
    [
      line({type: 'item.completed', item: {type: 'agent_message', text}}),
      line({type: 'turn.completed', usage: {input_tokens: 10, output_tokens: 2, cached_input_tokens: 0}}),
    ].join('; ');
  house.repository.write(
    join(house.repository.home, 'programs/codex'),
    `#!/bin/sh\nif grep -q 'does not fit'; then ${turn('{"answer":"8080"}')}; else ${turn('8080')}; fi\n`,
    0o755,
  );
  expect((await house.asks(['consult', '--agent', 'codex', '--schema', SCHEMA, 'which port?'])).out).toMatchObject({
    status: 'answered',
    usage: {input: 20, output: 4},
  });
});

test.concurrent('an answer that does not fit is asked for once more', async () => {
  await using house = await asked(
    'case "$1" in *"does not fit"*) echo \'{"answer":"8080"}\';; *) echo maybe 8080;; esac\n',
  );
  expect((await house.asks(['consult', 'which port?', '--schema', SCHEMA])).out).toMatchObject({
    status: 'answered',
    data: {answer: '8080'},
  });
});

test.concurrent('one that never fits is told as it is, with its reason, and the exit status says so', async () => {
  await using house = await asked('echo maybe\necho x >> count\n');
  expect(await house.asks(['consult', 'x', '--schema', SCHEMA])).toMatchObject({
    exit: 5,
    out: {status: 'schema_invalid', text: 'maybe', reason: 'it is no JSON'},
  });
  expect(house.repository.read('count')).toBe('x\nx\n');
});

test.concurrent('a failure is told with its last words', async () => {
  await using house = await asked('echo "not logged in" >&2\nexit 3\n');
  expect(await house.asks(['consult', 'x'])).toMatchObject({
    exit: 5,
    out: {status: 'failed', reason: 'not logged in'},
  });
});

test.concurrent('one that hangs is ended, with all it has started', async () => {
  await using house = await asked('sleep 1000 & echo $! > child\nwait\n');
  expect(await house.asks(['consult', 'x', '--timeout', '1'])).toMatchObject({exit: 6, out: {status: 'timed_out'}});
  const child = Number(house.repository.read('child'));
  await until('its child has ended', () => startedOf(child) === undefined);
});

test.concurrent.each(['{"type":', 'no-such-file'])('a schema that cannot be read is refused: %s', async schema => {
  await using house = await asked('echo hi\n');
  const found = await house.asks(['consult', 'x', '--schema', schema]);
  expect(found).toMatchObject({code: 'params-invalid', exit: 2});
});

test.concurrent('an agent that has no such thing says so', async () => {
  await using house = await openHouse();
  expect(await house.asks(['consult', '--agent', 'shell', 'x'])).toMatchObject({code: 'agent-mute'});
});
