/** The 256 colours of a terminal as RGB, and the way back: the nearest of 256 or 16. Pure. */

/** xterm's first sixteen, its defaults. @see xterm's `XTerm-col.ad` */
const FIRST = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00,
  0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
] as const;
/** The levels of the 6×6×6 cube, which are not even. */
const LEVELS = [0, 95, 135, 175, 215, 255] as const;
const CUBE = 16;
const GREYS = 232;

/** `0xrrggbb` of a palette index, 0 to 255; black beyond. */
export const rgbOf = (index: number): number => {
  if (index < CUBE) return FIRST[index] ?? 0;
  if (index >= GREYS) return (8 + (index - GREYS) * 10) * 0x010101;
  const at = index - CUBE;
  const level = (step: number): number => LEVELS[step % 6] ?? 0;
  return (level(Math.floor(at / 36)) << 16) | (level(Math.floor(at / 6)) << 8) | level(at);
};

const distance = (a: number, b: number): number => {
  const red = (a >> 16) - (b >> 16);
  const green = ((a >> 8) & 255) - ((b >> 8) & 255);
  const blue = (a & 255) - (b & 255);
  return red * red + green * green + blue * blue;
};

/** The step of the cube a channel is nearest to; halves between the levels. */
const stepOf = (value: number): number =>
  value < 48 ? 0 : value < 115 ? 1 : Math.min(5, Math.floor((value - 35) / 40));

/** The index of 16 to 255 nearest to `0xrrggbb`; the first sixteen are the user's own and never guessed. */
export const nearestOf256 = (rgb: number): number => {
  const [red, green, blue] = [rgb >> 16, (rgb >> 8) & 255, rgb & 255];
  const cube = CUBE + 36 * stepOf(red) + 6 * stepOf(green) + stepOf(blue);
  const grey = GREYS + Math.min(23, Math.max(0, Math.round(((red + green + blue) / 3 - 8) / 10)));
  return distance(rgb, rgbOf(grey)) < distance(rgb, rgbOf(cube)) ? grey : cube;
};

/** The index of 0 to 15 nearest to `0xrrggbb`. */
export const nearestOf16 = (rgb: number): number => {
  let best = 0;
  for (const [index, colour] of FIRST.entries())
    if (distance(rgb, colour) < distance(rgb, FIRST[best] ?? 0)) best = index;
  return best;
};
