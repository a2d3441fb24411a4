/** The words of a task as they are written on a command line, as they are kept. */
import {given} from '../../core/given.ts';
import {taskIdOf} from '../../core/id.ts';
import type {Task} from '../../core/nouns/task.ts';
import type {Params} from '../../protocol/verbs.ts';

type Contract = Pick<Task, 'script' | 'acceptance' | 'labels' | 'depends_on' | 'scope' | 'prompt' | 'description'>;

/**
 * The fields that were given, and no others.
 *
 * @param scope of the task so far: half of it stays when only the other is given
 */
export const contractOf = (
  params: Params<'update-task'> | Params<'create-task'>,
  scope: Task['scope'] = {write: [], read: []},
): Partial<Contract> => {
  const {write_scope: write, read_scope: read} = params;
  return given({
    prompt: params.prompt,
    description: params.description,
    script: params.script,
    acceptance: params.acceptance,
    labels: params.label,
    depends_on: params.depends_on?.map(it => ({task: taskIdOf(it), kind: 'order' as const})),
    scope:
      write === undefined && read === undefined ? undefined : {write: write ?? scope.write, read: read ?? scope.read},
  });
};
