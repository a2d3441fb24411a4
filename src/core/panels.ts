/** The panels at the side of the screen, in the order of their numbers. Each has keys in `keymap.ts` under its own name. Pure. */

export const panelTabs = ['board', 'leases', 'inbox', 'table'] as const;
export type PanelTab = (typeof panelTabs)[number];

const titles: Readonly<Record<PanelTab, string>> = {
  board: 'Board',
  leases: 'Leases',
  inbox: 'Inbox',
  table: 'Table',
};

/** `2 Leases`. */
export const panelTitle = (tab: PanelTab): string => `${panelTabs.indexOf(tab) + 1} ${titles[tab]}`;
