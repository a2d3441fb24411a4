/** The settings of a server: the files are read whenever they are needed, so a change needs no restart. */
import {environmentSource, settle, type Settled, type Source} from '../core/config.ts';
import {pathsOf, userConfigOf} from '../core/paths.ts';
import {readConfigFile, type ConfigFile} from '../store/config-file.ts';

type Env = Readonly<Record<string, string | undefined>>;

export class Configuration {
  readonly #root: string;
  readonly #env: Env;

  /** @param env of the server's process: what it was started with counts until it ends */
  constructor(root: string, env: Env) {
    this.#root = root;
    this.#env = env;
  }

  /** The files, the one that goes before the other last. */
  get paths(): {readonly user: string; readonly repository: string} {
    return {user: userConfigOf(this.#env), repository: pathsOf(this.#root).config};
  }

  /** Settle what the files and the environment say now. */
  async read(): Promise<Settled> {
    const {user, repository} = this.paths;
    const [mine, shared] = await Promise.all([readConfigFile(user), readConfigFile(repository)]);
    const settled = settle([sourceOf('user', mine), sourceOf('repository', shared), environmentSource(this.#env)]);
    const unread = [mine, shared].flatMap(it => (it.problem === undefined ? [] : [`${it.path}: ${it.problem}`]));
    return {...settled, problems: [...unread, ...settled.problems]};
  }
}

const sourceOf = (origin: 'user' | 'repository', file: ConfigFile): Source => ({
  origin,
  values: file.value,
  where: key => `${file.path} line ${file.lineOf([key])}`,
});
