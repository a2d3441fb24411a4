/** The verbs that need no server, as functions: for the command line and for MCP. */
import {resolve} from 'node:path';
import {placeOf} from '../client/place.ts';
import {Fault} from '../core/fault.ts';
import {repositorySkillsOf, userSkillsOf} from '../core/paths.ts';
import type {VerbName} from '../protocol/names.ts';
import type {Params} from '../protocol/verbs.ts';
import {initProject} from '../store/project.ts';
import {installSkill} from '../store/skill.ts';
import {completion} from './completion/script.ts';
import {doctor} from './doctor.ts';

const init = async (cwd: string): Promise<unknown> => {
  const {root} = placeOf(cwd);
  return {root, created: initProject(root)};
};

const skill = async (cwd: string, {user, repo, dir, force}: Params<'skill'>): Promise<unknown> => {
  const folders = [
    ...(user === true ? userSkillsOf(process.env) : []),
    ...(repo === true ? repositorySkillsOf(placeOf(cwd).root) : []),
    ...(dir === undefined ? [] : [resolve(cwd, dir)]),
  ];
  if (folders.length === 0)
    throw new Fault('params-invalid', {
      verb: 'skill',
      problems: ['--user, --repo or --dir is missing: it says for whom'],
    });
  return {files: await installSkill(folders, force === true)};
};

type Local = (cwd: string, params: Readonly<Record<string, unknown>>) => Promise<unknown>;

const locals: Partial<Record<VerbName, Local>> = {
  init,
  doctor,
  completion: async (_, {shell}) => completion(shell as Params<'completion'>['shell']),
  skill: (cwd, params) => skill(cwd, params as Params<'skill'>),
};

/**
 * Do one.
 *
 * @param cwd    where the caller stands
 * @param params checked already
 * @throws Fault of the verb; `verb-local` for one that only the command line does
 */
export const doLocal = async (verb: VerbName, cwd: string, params: Parameters<Local>[1]): Promise<unknown> => {
  const work = locals[verb];
  if (work === undefined) throw new Fault('verb-local', {verb});
  return work(cwd, params);
};
