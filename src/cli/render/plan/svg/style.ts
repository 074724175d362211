// The colours of a picture, for light and dark surroundings. Plain rules rather than variables: viewers other than browsers
// know them too. Every meaning that has a colour has words or a shape besides.

interface Palette {
  readonly ground: string;
  readonly band: string;
  readonly box: string;
  readonly rim: string;
  readonly ink: string;
  readonly dim: string;
  readonly accent: string;
  readonly edge: string;
  readonly warning: string;
  readonly onEdge: string;
}

const LIGHT: Palette = {
  ground: "#ffffff",
  band: "#f3f5f9",
  box: "#ffffff",
  rim: "#cfd6e1",
  ink: "#17202e",
  dim: "#5a6678",
  accent: "#2f6fde",
  edge: "#75839a",
  warning: "#b3480c",
  onEdge: "#ffffff",
};

const DARK: Palette = {
  ground: "#10151d",
  band: "#18202b",
  box: "#212b39",
  rim: "#3a485c",
  ink: "#e9eef6",
  dim: "#9fadc1",
  accent: "#6ea3ff",
  edge: "#8b9ab2",
  warning: "#ffa15c",
  onEdge: "#10151d",
};

const FONTS = `ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif`;

export const STYLE = [
  `.plan text { font-family: ${FONTS}; }`,
  ".plan .title { font-size: 20px; font-weight: 700; }",
  ".plan .summary { font-size: 14px; }",
  ".plan .heading { font-size: 12px; font-weight: 600; letter-spacing: .06em; }",
  ".plan .type { font-size: 14px; font-weight: 700; }",
  ".plan .versions, .plan .count { font-size: 13px; }",
  ".plan .note { font-size: 12px; }",
  ".plan .number { font-size: 11px; font-weight: 700; text-anchor: middle; }",
  ".plan .middle { text-anchor: middle; }",
  ".plan .end { text-anchor: end; }",
  ".plan .edge { fill: none; stroke-width: 1.6; }",
  ".plan .leg { fill: none; stroke-width: 1.2; }",
  ".plan .border { fill: none; stroke-width: 2; stroke-dasharray: 7 5; }",
  rules(LIGHT),
  `@media (prefers-color-scheme: dark) {\n${rules(DARK)}\n}`,
].join("\n");

function rules(palette: Palette): string {
  return [
    `.plan .ground { fill: ${palette.ground}; }`,
    `.plan .band { fill: ${palette.band}; }`,
    `.plan .box { fill: ${palette.box}; stroke: ${palette.rim}; }`,
    `.plan .title, .plan .type, .plan .to, .plan .note { fill: ${palette.ink}; }`,
    `.plan .summary, .plan .heading, .plan .count, .plan .from, .plan .dim { fill: ${palette.dim}; }`,
    `.plan .stripe, .plan .badge { fill: ${palette.accent}; }`,
    `.plan .stripe.once, .plan .warning { fill: ${palette.warning}; }`,
    `.plan .border { stroke: ${palette.warning}; }`,
    `.plan .edge, .plan .leg { stroke: ${palette.edge}; }`,
    `.plan .head { fill: ${palette.edge}; }`,
    `.plan .number { fill: ${palette.onEdge}; }`,
  ].join("\n");
}
