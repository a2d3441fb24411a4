/** Which commands run in a new worktree, and by whose leave: those of the repository only with that of the person. */
import {Fault} from '../core/fault.ts';
import type {Actor} from '../core/stamp.ts';
import {hashOf, type Consent, type Consents} from '../store/consents.ts';
import type {Configuration} from './settings.ts';

type Own = {readonly config: Configuration; readonly consents: Consents; readonly root: string};

/** The commands that are configured, and how they stand. Nobody is asked about one's own. */
export type Standing = {
  readonly commands: readonly string[];
  readonly answer: 'own' | 'waiting' | Consent['answer'];
  /** When the answer was given, ISO 8601. */
  readonly at?: string;
};

/** Characters of a hash that stand for the whole where a person types it. */
const SHORT = 12;

/** What stands for exactly these commands. */
export const shortHashOf = (commands: readonly string[]): string => hashOf(commands).slice(0, SHORT);

export class Commands {
  readonly #own: Own;

  constructor(own: Own) {
    this.#own = own;
  }

  async standing(): Promise<Standing> {
    const {config, consents, root} = this.#own;
    const {settings, list} = await config.read();
    const commands = settings.worktree_setup ?? [];
    const isOwn = list.find(it => it.key === 'worktree_setup')?.origin !== 'repository';
    if (isOwn || commands.length === 0) return {commands, answer: 'own'};
    const consent = await consents.of({repository: root, commands});
    return consent === undefined ? {commands, answer: 'waiting'} : {commands, answer: consent.answer, at: consent.at};
  }

  /** What is to be run. @throws Fault `commands-unallowed` while the person has not answered */
  async allowed(actor: Actor): Promise<readonly string[]> {
    const {commands, answer} = await this.standing();
    if (answer === 'waiting') throw new Fault('commands-unallowed', {commands, hash: shortHashOf(commands), actor});
    return answer === 'never' ? [] : commands;
  }

  /** Keep the person's answer for exactly these commands. @throws Fault `state-unwritable` */
  async answer(commands: readonly string[], answer: Consent['answer'], at: Date): Promise<void> {
    const {consents, root: repository} = this.#own;
    await consents.keep({repository, commands: [...commands], answer, at: at.toISOString()});
  }

  /** Forget all answers for this repository. @throws Fault `state-unwritable` */
  async forget(): Promise<void> {
    await this.#own.consents.forget(this.#own.root);
  }
}
