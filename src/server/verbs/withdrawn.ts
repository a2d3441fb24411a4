/** The questions of a task that need no answer any more. */
import type {Change} from '../../core/event.ts';
import type {TaskId} from '../../core/id.ts';
import {inboxOf} from '../../core/inbox.ts';
import type {State} from '../../core/state.ts';

/** @returns what cancels those that are open */
export const withdrawn = (state: State, task: TaskId): readonly Change[] =>
  inboxOf(state)
    .filter(it => it.task_id === task)
    .map(it => ({type: 'interrupt-moved', interrupt_id: it.id, from: 'open', to: 'cancelled'}));
