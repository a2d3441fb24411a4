/** A line of text being typed; `cursor` counts UTF-16 units from its start. */
export type Field = {readonly label: string; readonly text: string; readonly cursor: number};
