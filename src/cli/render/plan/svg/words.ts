// Text in a picture: escaped, measured without a font at hand, and cut or wrapped to what there is room for.

export interface Font {
  /** In pixels. */
  readonly size: number;
  readonly isBold?: boolean;
}

const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u{FFFE}\u{FFFF}]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For the content of an element and for a quoted attribute alike. */
export function escaped(text: string): string {
  return text.replaceAll(UNSAFE, "·").replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** Pixels that the text takes, on the generous side: nobody knows the font that it will be drawn with. */
export function widthOf(text: string, { size, isBold = false }: Font): number {
  let ems = 0;
  for (const character of text) ems += emsOf(character);
  return ems * size * (isBold ? 1.1 : 1);
}

function emsOf(character: string): number {
  if (/[iljtfrI.,:;'|!() -]/.test(character)) return 0.42;
  if (/[mwMW@%]/.test(character)) return 0.95;
  if (/[\p{Lu}\d_+]/u.test(character)) return 0.68;
  return /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{So}/u.test(character)
    ? 1.05
    : 0.62;
}

/** Cut with an ellipsis where it is too wide. */
export function fitted(text: string, font: Font, width: number): string {
  if (widthOf(text, font) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && widthOf(`${characters.join("")}…`, font) > width) characters.pop();
  return `${characters.join("")}…`;
}

/** Lines of at most that width, broken at spaces; a word that is too long alone is cut. */
export function wrapped(text: string, font: Font, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && widthOf(longer, font) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => fitted(line, font, width));
}
