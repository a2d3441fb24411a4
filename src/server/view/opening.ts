/** Opens a client's screen: what it looks at first, for which kind of terminal, and what one should know at the start. */
import {basename} from 'node:path';
import type {Look} from '../../core/chrome.ts';
import {PREFIX} from '../../core/keys.ts';
import {wantsAscii} from '../../core/signs.ts';
import {firstView, type Notice, type View} from '../../core/view.ts';
import type {Bye, ClientHello} from '../../protocol/message.ts';
import type {Colours} from '../../terminal/compositor.ts';
import type {Caller} from '../caller.ts';
import type {Chrome} from '../chrome.ts';
import {noticeOfProblems, type PersonalKeys} from '../keys.ts';
import type {ScreenPath} from '../relay.ts';
import type {Server} from '../server.ts';
import type {Live} from '../live.ts';
import {branchOf} from '../workspace.ts';
import {Attached} from './attached.ts';
import type {ViewKeeper} from './keep.ts';
import {Painter} from './painter.ts';
import type {RowStamps} from './stamps.ts';

/** What a screen is opened with. */
export type Opening = {
  readonly id: number;
  readonly hello: ClientHello;
  readonly keys: PersonalKeys;
  /** What could not be brought up, in a sentence. */
  readonly trouble: string | undefined;
  readonly caller: Caller;
  readonly path: ScreenPath;
  /** End it, with a word to the client. */
  readonly leave: (bye: Bye) => void;
  readonly chrome: Chrome;
  readonly keeper: ViewKeeper;
  readonly stamps: WeakMap<Live, RowStamps>;
};

/** Where both have the same prefix, the outer one takes it. */
const inTmux: Notice = {
  tone: 'plain',
  text: 'inside tmux: press C-b twice to reach roundhouse',
  hint: 'or configure another keys.prefix',
};

/** Open it. Its first picture is under way when this returns. */
export const openScreen = (server: Server, own: Opening): Attached => {
  const {id, hello, keys, trouble, chrome, keeper, stamps, caller, path, leave} = own;
  const {world, sessions, graphemes, links} = server;
  const view = viewOf(hello, keeper);
  const look = {...lookOf(server, hello), keys: keys.keymap};
  const colours = (hello.terminal?.colours ?? '256') as Colours;
  const painter = new Painter({client: id, world, sessions, chrome, graphemes, links, stamps, colours, look}, view);
  const onChange = (it: View): void => {
    if (it.alone !== true && it.watching !== true) keeper.changed(it);
  };
  const attached = new Attached(
    {id, server, path, chrome, painter, look, caller, env: hello.env, leave, onChange},
    view,
  );
  chrome.open(id, {view: attached.view, look}, {onDrawn: () => attached.chromeDrawn()});
  server.log.say('client attached', {client: id, path: path.name, cols: view.cols, rows: view.rows});
  welcome(server, attached, hello);
  const notice = trouble === undefined ? noticeOfProblems(keys.problems) : {tone: 'bad' as const, text: trouble};
  if (notice !== undefined) attached.set({notice});
  return attached;
};

/** A session alone, or as the screen was left. */
const viewOf = ({terminal, show, watching}: ClientHello, keeper: ViewKeeper): View => {
  const {cols = 80, rows = 24} = terminal ?? {};
  const view = show === undefined ? keeper.startOn({cols, rows}) : {...firstView({cols, rows}, show), alone: true};
  return watching === true ? {...view, watching} : view;
};

const lookOf = (server: Server, {terminal, env}: ClientHello): Omit<Look, 'keys'> => ({
  repository: basename(server.root),
  branch: branchOf(server.commonDir),
  plain: terminal?.colours === 'none',
  light: false,
  ascii: wantsAscii({env, terminal: terminal?.name ?? ''}),
});

/** Say what one should know at the start; the most urgent comes last. What the server mended is news once. */
const welcome = ({recovered}: Server, attached: Attached, {env}: ClientHello): void => {
  if (env['TMUX'] !== undefined && attached.keys.prefix === PREFIX) attached.set({notice: inTmux});
  const [first] = recovered;
  if (first !== undefined && attached.id === 1) attached.set({notice: {tone: 'plain', text: first}});
};
