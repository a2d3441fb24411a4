/** How long ago, or until when, in a few characters. Pure. */

/** A time in a few characters: `<1m`, `2m`, `3h`, `4d`. */
export const ageText = (seconds: number): string => {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return '<1m';
  if (minutes < 60) return `${minutes}m`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)}h` : `${Math.floor(minutes / 1440)}d`;
};

/**
 * How long ago, as {@link ageText}.
 *
 * @param since ISO 8601; absent gives an empty string
 * @param now   milliseconds since the epoch
 */
export const ageOf = (since: string | undefined, now: number): string => {
  if (since === undefined) return '';
  const seconds = (now - Date.parse(since)) / 1000;
  return Number.isNaN(seconds) ? '' : ageText(seconds);
};

/** The folder's own name, of a path. */
export const nameOfPath = (path: string): string => path.slice(path.lastIndexOf('/') + 1) || path;
