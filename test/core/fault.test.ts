import {expect, test} from 'vitest';
import {Fault, faultOf, reasonOf, type FaultRecord} from '../../src/core/fault.ts';

const record: FaultRecord = {
  code: 'task-unknown',
  message: 'no task "TASK-009"',
  hint: 'roundhouse list-tasks shows them',
  details: {task: 'TASK-009'},
};

test('a fault travels as code, message, hint and details', () => {
  expect(JSON.parse(JSON.stringify(new Fault('task-unknown', {task: 'TASK-009'})))).toEqual(record);
});

test('a fault that came over the wire is the same fault again', () => {
  const fault = faultOf(record);
  expect(fault.toJSON()).toEqual(record);
  expect(fault.exit).toBe(3);
});

test('a fault without a hint travels without one', () => {
  expect(Object.keys(new Fault('frame-malformed', {reason: 'x'}).toJSON())).toEqual(['code', 'message', 'details']);
});

test('a code of a newer version is kept in the message', () => {
  const newer = {code: 'lease-lapsed', message: 'the lease lapsed', details: {}} as unknown as FaultRecord;
  expect(faultOf(newer).message).toContain('lease-lapsed: the lease lapsed');
});

test.each(['toString', '__proto__', 'constructor'])('a code called %s is not taken for one of ours', code => {
  const strange = {code, message: 'strange', details: {}} as unknown as FaultRecord;
  expect(faultOf(strange).code).toBe('frame-malformed');
});

test('a known code with the details of another version keeps its message', () => {
  const other: FaultRecord = {code: 'params-invalid', message: 'init: too many words', details: {}};
  expect(faultOf(other).message).toContain('init: too many words');
});

test('a fault keeps its cause', () => {
  const cause = new Error('EACCES');
  expect(new Fault('git-missing', {}, {cause}).cause).toBe(cause);
});

test('a fault of another bundle is one, too', () => {
  const other = Object.assign(new Error('x'), {[Symbol.for('roundhouse.fault')]: true});
  expect(other).toBeInstanceOf(Fault);
});

test.each([[new Error('x')], [{code: 'task-unknown'}], [null], ['task-unknown']])('%o is no fault', thrown => {
  expect(thrown instanceof Fault).toBe(false);
});

test.each([
  [new Error('no disk'), 'no disk'],
  ['no disk', 'no disk'],
  [undefined, 'undefined'],
])('the words of %o are %j', (thrown, words) => {
  expect(reasonOf(thrown)).toBe(words);
});
