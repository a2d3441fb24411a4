/** What a client's terminal is told of sessions besides pictures: notices in words, and bells once a while. */
import type {NoticeForm} from '../../core/calling.ts';
import {encodeNotice, type NoticeWords} from '../../terminal/notices.ts';
import type {Outer} from './outer.ts';

/** The shortest time between a notice or a bell of a session and its next bell, milliseconds. */
const BELL_MS = 1000;

type Own = {
  readonly outer: Pick<Outer, 'noticeStyle'>;
  /** Say something to the terminal that is no picture. */
  readonly tell: (bytes: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** One client's bell. */
export class Bell {
  readonly #own: Own;
  /** When the terminal was last told something of a session. */
  readonly #toldAt = new Map<string, number>();

  constructor(own: Own) {
    this.#own = own;
  }

  /** Say something of a session, in a form. */
  says(session: string, words: NoticeWords, form: NoticeForm): void {
    if (form === 'bell') {
      this.rings(session);
      return;
    }
    const {outer, tell, now} = this.#own;
    this.#toldAt.set(session, now());
    tell(encodeNotice(words, session, {...outer.noticeStyle, form}));
  }

  /** Ring for a session. */
  rings(session: string): void {
    const now = this.#own.now();
    if (now - (this.#toldAt.get(session) ?? -Infinity) < BELL_MS) return;
    this.#toldAt.set(session, now);
    this.#own.tell('\u0007');
  }
}
