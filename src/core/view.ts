/** What one client looks at: its layout, what is open and where keys go. Decides the areas of its screen. Pure. */
import type {DiffFile, DiffRow} from './diff.ts';
import type {FaultRecord} from './fault.ts';
import type {Field} from './field.ts';
import {inset, panesOf, placePanes, type Layout, type PaneId, type PlacedPane, type Rect} from './layout.ts';
import {questionHeight, questionRows, type Question, type QuestionRows} from './question.ts';
import type {PanelTab} from './panels.ts';
import type {Reading} from './reading.ts';
import type {Said} from './said.ts';

export type {Field} from './field.ts';

/** Under this size a single line says that the terminal is too small. */
export const SMALLEST = {cols: 20, rows: 6} as const;
/** From this width on, panels stand beside the panes; below, they lie over them. */
const PANEL_COLS = 100;
/** From this width on, the list of agents stands at the left; below, it is a line of tabs. */
const SIDEBAR_COLS = 60;

/** A row one may choose. `detail` is dim, at the right. */
export type Choice = {readonly value: string; readonly label: string; readonly detail?: string};

/** What lies over everything and has the keys. */
export type Dialog =
  | {
      readonly kind: 'confirm';
      readonly title: string;
      readonly lines: readonly string[];
      /** What is agreed to, word by word. */
      readonly exact?: readonly string[];
      readonly argv: readonly string[];
      /** What is done after that, when it went well. */
      readonly next?: readonly string[];
      /** The first row that is in sight, where not all of them are. */
      readonly top?: number;
    }
  | {
      /** Choose by arrows, narrowed by what is typed: the palette, the list of ready tasks, the help. */
      readonly kind: 'pick';
      readonly of: 'palette' | 'ready-tasks' | 'sessions' | 'help' | 'answers' | 'discussions' | 'note-on';
      /** The session whose form is answered. */
      readonly subject?: string;
      readonly title: string;
      readonly filter: Field;
      readonly choices: readonly Choice[];
      readonly selected: number;
    }
  | {
      readonly kind: 'form';
      readonly of: 'new-task' | 'answer' | 'rename' | 'discuss';
      /** The question an answer is for, or the session to rename; of a new task, that a worker shall start on it. */
      readonly subject?: string;
      readonly title: string;
      readonly fields: readonly Field[];
      readonly at: number;
      readonly hint: string;
    }
  | {
      /** Read-only text. `lines` is what is visible, from line `top` of `total`. */
      readonly kind: 'text';
      readonly title: string;
      readonly lines: readonly string[];
      readonly top: number;
      readonly total: number;
    }
  | DiffDialog;

/** What a task changed, to be read and commented on. `lines` is what is visible, from row `top` of `total`. */
export type DiffDialog = {
  readonly kind: 'diff';
  readonly task: string;
  readonly title: string;
  /** Which rows these are: those of the diff, or the comments on it that are not sent. */
  readonly of: 'diff' | 'comments';
  readonly lines: readonly DiffLine[];
  readonly top: number;
  readonly total: number;
  /** The row under the cursor, counted as `top` is. */
  readonly cursor: number;
  /** Cells by which long lines are shifted. */
  readonly left: number;
  /** The files around the one under the cursor, where there is room beside the lines. */
  readonly files: readonly DiffName[];
  /** For the last line: the comment on the row under the cursor, or where that is. */
  readonly said: {readonly is: 'comment' | 'place'; readonly text: string};
  readonly comments: number;
  /** What is being typed. */
  readonly typing?: {readonly of: 'comment' | 'search'; readonly field: Field} | undefined;
};

/** A row of a diff as it is drawn; `marked` when there is a comment on it. */
export type DiffLine = Pick<DiffRow, 'kind' | 'text' | 'line'> & {readonly marked: boolean};

/** A file in the list of files. */
export type DiffName = Pick<DiffFile, 'path' | 'added' | 'removed'> & {
  readonly comments: number;
  readonly here: boolean;
};

/** A sentence at the bottom: an answer, a fault. It stays until the next key. */
export type Notice = {readonly tone: 'good' | 'bad' | 'plain'; readonly text: string; readonly hint?: string};

/** The record behind one client's screen. Replaced, never mutated; `version` grows with each replacement. */
export type View = {
  readonly version: number;
  readonly cols: number;
  readonly rows: number;
  readonly layout: Layout;
  readonly focus: PaneId;
  /** The pane that had the focus before. */
  readonly lastFocus: PaneId;
  readonly nextPane: PaneId;
  readonly zoomed: boolean;
  /** Who gets the keys when no dialog is open. */
  readonly hands: 'panes' | 'panel';
  /** On a narrow screen the panel is shown only while it is open. */
  readonly panel: {
    readonly tab: PanelTab;
    readonly open: boolean;
    /** Under the cursor of the board. */
    readonly task?: string | undefined;
    /** Under the cursor of the leases: an id, or `#` and the number of a request. */
    readonly lease?: string | undefined;
    /** Under the cursor of the inbox. */
    readonly question?: string | undefined;
    /** Under the cursor of the table. */
    readonly discussion?: string | undefined;
    /** What a discussion that has ended came to, of the one that is seen. */
    readonly said?: {readonly id: string; readonly lines: readonly Said[]} | undefined;
    /** The table has the whole screen while it has the keys. */
    readonly zoomed?: boolean | undefined;
  };
  readonly dialog?: Dialog | undefined;
  readonly notice?: Notice | undefined;
  /** The prefix was pressed and its second key is awaited. */
  readonly prefixed: boolean;
  /** Panes that are read, by pane; one that is missing shows its live bottom. */
  readonly reading: Readonly<Record<PaneId, Reading>>;
  /** Index into the arrangements that `next-layout` goes through. */
  readonly arrangement: number;
  /** The session in the focused pane has the whole terminal, for as long as the client stays. */
  readonly alone?: boolean;
  /** It only looks. */
  readonly watching?: boolean;
};

/** The places on a client's screen. What is absent is not shown. */
export type Areas = {
  readonly sidebar?: Rect;
  readonly tabs?: Rect;
  readonly panes: readonly PlacedPane[];
  readonly panel?: Rect;
  readonly status: Rect;
  /** Lies over the panes: an open dialog, or a panel on a narrow screen. Topmost last. */
  readonly overlays: readonly Rect[];
};

export const firstView = (size: {cols: number; rows: number}, session: string): View => ({
  version: 1,
  ...size,
  layout: {kind: 'pane', pane: 1, session},
  focus: 1,
  lastFocus: 1,
  nextPane: 2,
  zoomed: false,
  hands: 'panes',
  panel: {tab: 'board', open: false},
  prefixed: false,
  reading: {},
  arrangement: 0,
});

export const isTooSmall = (it: {cols: number; rows: number}): boolean =>
  it.cols < SMALLEST.cols || it.rows < SMALLEST.rows;

/** Does the panel lie over the panes here, instead of standing beside them? */
export const isNarrow = (view: View): boolean => view.cols < PANEL_COLS;

/** A list with something to choose in it: borders, the filter, and two of its rows. */
const LEAST_PICK_ROWS = 5;

/** Cells of a question's box beside its text: borders, and a blank each. */
const QUESTION_EDGES = 4;

const dialogSize = (view: View, dialog: Dialog): {cols: number; rows: number} => {
  if (dialog.kind === 'diff') return {cols: view.cols, rows: view.rows - 1};
  const wide = Math.min(view.cols - 2, 78);
  if (dialog.kind === 'confirm') {
    const cols = Math.min(wide, 64);
    return {cols, rows: questionHeight(dialog, Math.max(1, cols - QUESTION_EDGES)) + 4};
  }
  if (dialog.kind === 'form') return {cols: wide, rows: dialog.fields.length * 2 + 4};
  if (dialog.kind === 'text') return {cols: Math.min(view.cols - 2, 120), rows: view.rows - 3};
  const isLong = dialog.of === 'palette' || dialog.of === 'help';
  const rows = isLong ? 22 : Math.max(1, dialog.choices.length) + 3;
  return {cols: wide, rows: Math.min(Math.max(LEAST_PICK_ROWS, view.rows - 3), rows)};
};

const dialogRect = (view: View, dialog: Dialog): Rect => {
  const size = dialogSize(view, dialog);
  const rows = Math.max(3, Math.min(size.rows, view.rows - 1));
  return {
    x: Math.max(0, (view.cols - size.cols) >> 1),
    y: Math.max(0, (view.rows - 1 - rows) >> 1),
    cols: size.cols,
    rows,
  };
};

/** The part of a question that is in sight. */
export const questionIn = (view: View, dialog: Extract<Dialog, {kind: 'confirm'}>): QuestionRows =>
  questionPart(dialog, dialogRect(view, dialog));

/** The same, by the rectangle of its box. */
export const questionPart = (dialog: Question, {cols, rows}: Rect): QuestionRows =>
  questionRows(dialog, {cols: cols - QUESTION_EDGES, rows: rows - 2});

/** How many columns of a text a dialog shows. */
export const textColsOf = (view: View): number => Math.max(1, Math.min(view.cols - 2, 120) - 4);

/** How many rows a text dialog shows at once. */
export const textRowsOf = (view: View): number => Math.max(1, Math.min(view.rows - 3, view.rows - 1) - 2);

/** How many rows of a diff are seen at once: the last line inside the frame is for words. */
export const diffRowsOf = (view: View): number => Math.max(1, view.rows - 4);

/** From this width on, the files stand beside the lines of a diff. */
const DIFF_FILES_COLS = 120;

/** Cells of the list of files beside a diff; 0 where there is no room. */
export const diffFilesCols = (cols: number): number => (cols < DIFF_FILES_COLS ? 0 : Math.min(40, cols >> 2));

/** Where the panel stands: beside the panes on a wide screen, else over them. */
const panelRect = (view: View, body: Rect): Rect => {
  const cols = isNarrow(view) ? Math.min(view.cols, 56) : Math.min(52, Math.max(32, Math.floor(view.cols / 4)));
  return {...body, x: view.cols - cols, cols};
};

/** The table lies over everything else. */
const hasWholePanel = ({panel, hands}: View): boolean =>
  panel.zoomed === true && panel.tab === 'table' && hands === 'panel';

/** The panes' part of the screen, with what stands left and above. */
const bodyOf = (view: View): {body: Rect; centre: Rect; left: Pick<Areas, 'sidebar' | 'tabs'>} => {
  const {cols, rows} = view;
  const whole = {x: 0, y: 0, cols, rows: rows - 1};
  if (view.zoomed) return {body: whole, centre: whole, left: {}};
  if (cols < SIDEBAR_COLS) {
    const body = {x: 0, y: 1, cols, rows: rows - 2};
    return {body, centre: body, left: {tabs: {x: 0, y: 0, cols, rows: 1}}};
  }
  const side = Math.min(24, Math.max(20, Math.floor(cols / 7)));
  return {body: whole, centre: {...whole, x: side, cols: cols - side}, left: {sidebar: {...whole, cols: side}}};
};

/** The place of the panes together, as the layout fills it. */
export const paneArea = (view: View): Rect => {
  const {body, centre} = bodyOf(view);
  const isBeside = !isNarrow(view) && !view.zoomed;
  return isBeside ? {...centre, cols: centre.cols - panelRect(view, body).cols} : centre;
};

/** A zoomed pane has no frame and the whole place. */
const placed = (view: View, centre: Rect): readonly PlacedPane[] =>
  view.zoomed || view.alone === true
    ? panesOf(view.layout)
        .filter(it => it.pane === view.focus)
        .map(it => ({...it, frame: centre, inner: centre}))
    : placePanes(view.layout, centre);

/**
 * Compute where everything is.
 *
 * @param view with a size of at least {@link SMALLEST}
 */
export const areasOf = (view: View): Areas => {
  if (view.alone === true) return areasOfOne(view);
  const {body, left} = bodyOf(view);
  const isWhole = hasWholePanel(view);
  const panel = isWhole ? body : panelRect(view, body);
  const beside = !isNarrow(view) && !view.zoomed;
  const over = isWhole || (!beside && view.panel.open);
  const dialogs = view.dialog === undefined ? [] : [dialogRect(view, view.dialog)];
  return {
    ...left,
    panes: placed(view, paneArea(view)),
    ...(beside || over ? {panel} : {}),
    status: {x: 0, y: view.rows - 1, cols: view.cols, rows: 1},
    overlays: [...(over ? [panel] : []), ...dialogs],
  };
};

/** A session alone has the last line too, until there is something to say in it. */
const areasOfOne = (view: View): Areas => {
  const {cols, rows} = view;
  const status = {x: 0, y: rows - 1, cols, rows: 1};
  const isSaying = view.notice !== undefined || view.reading[view.focus] !== undefined;
  const dialogs = view.dialog === undefined ? [] : [dialogRect(view, view.dialog)];
  return {panes: placed(view, {x: 0, y: 0, cols, rows}), status, overlays: [...(isSaying ? [status] : []), ...dialogs]};
};

/** The terminal size a session gets when a client is the one that types into it. */
export const innerOf = (view: View, session: string): Rect | undefined =>
  areasOf(view).panes.find(it => it.session === session)?.inner;

/** The inside of the topmost dialog, where its component draws. */
export const dialogInner = (areas: Areas): Rect | undefined => {
  const rect = areas.overlays.at(-1);
  return rect === undefined ? undefined : inset(rect);
};

/** A fault as a notice. */
export const noticeOf = (fault: FaultRecord): Notice => ({
  tone: 'bad',
  text: fault.message,
  ...(fault.hint === undefined ? {} : {hint: fault.hint}),
});
