// A JSON document that is one long list of `components` → pieces of that list, and the little that stands around it. Only
// brackets and quotes are looked at; each piece is small enough to be parsed by itself. Hot: it sees every byte.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_MAP = 0x7b;
const CLOSE_MAP = 0x7d;

/** Pieces grow to about this, and end where an entry ends. */
const PIECE_BYTES = 1024 * 1024;

/** Entries of the list with the commas between them; a piece that is not the first begins with a comma. */
export type PieceSink = (bytes: Buffer) => void;

export interface Cutting {
  /** Everything that is not in the list. */
  readonly around: Buffer[];
  aroundBytes: number;
  /** Of the piece that is not finished. */
  readonly pending: Buffer[];
  pendingBytes: number;
  isInList: boolean;
  isInText: boolean;
  isEscaped: boolean;
  /** Brackets that are open: in the list those of its entries, elsewhere those of the document. */
  depth: number;
}

export function newCutting(): Cutting {
  return {
    around: [],
    aroundBytes: 0,
    pending: [],
    pendingBytes: 0,
    isInList: false,
    isInText: false,
    isEscaped: false,
    depth: 0,
  };
}

/** The next bytes of the file. The block may be used again afterwards. */
export function cut(cutting: Cutting, block: Buffer, sink: PieceSink): void {
  let at = 0;
  while (at < block.length)
    at = cutting.isInList ? cutList(cutting, { block, at, sink }) : cutAround(cutting, block, at);
}

/** Up to and including the bracket that opens the list, or to the end of the block. */
function cutAround(cutting: Cutting, block: Buffer, start: number): number {
  for (let at = start; at < block.length; at++) {
    const byte = block[at];
    if (cutting.isInText) stepInText(cutting, byte);
    else if (byte === QUOTE) cutting.isInText = true;
    else if (byte === CLOSE_MAP || byte === CLOSE_LIST) cutting.depth--;
    else if (byte === OPEN_MAP) cutting.depth++;
    else if (byte === OPEN_LIST && cutting.depth++ === 1) {
      keepAround(cutting, block.subarray(start, at + 1));
      if (!opensComponents(cutting.around)) return at + 1;
      cutting.isInList = true;
      cutting.depth = 0;
      return at + 1;
    }
  }
  keepAround(cutting, block.subarray(start));
  return block.length;
}

interface ListPart {
  readonly block: Buffer;
  readonly at: number;
  readonly sink: PieceSink;
}

/** Up to the end of a piece, up to the bracket that closes the list, or to the end of the block. */
function cutList(cutting: Cutting, { block, at: start, sink }: ListPart): number {
  for (let at = start; at < block.length; at++) {
    const byte = block[at];
    if (cutting.isInText) stepInText(cutting, byte);
    else if (byte === QUOTE) cutting.isInText = true;
    else if (byte === OPEN_MAP || byte === OPEN_LIST) cutting.depth++;
    else if (byte !== CLOSE_MAP && byte !== CLOSE_LIST) continue;
    else if (cutting.depth === 0) return leaveList(cutting, { block: block.subarray(start, at), at, sink });
    else if (--cutting.depth === 0 && cutting.pendingBytes + at - start > PIECE_BYTES) {
      finishPiece(cutting, block.subarray(start, at + 1), sink);
      return at + 1;
    }
  }
  keepPending(cutting, block.subarray(start));
  return block.length;
}

function leaveList(cutting: Cutting, { block, at, sink }: ListPart): number {
  finishPiece(cutting, block, sink);
  cutting.isInList = false;
  cutting.depth = 2;
  return at;
}

function stepInText(cutting: Cutting, byte: number | undefined): void {
  if (cutting.isEscaped) cutting.isEscaped = false;
  else if (byte === BACKSLASH) cutting.isEscaped = true;
  else if (byte === QUOTE) cutting.isInText = false;
}

function keepAround(cutting: Cutting, bytes: Buffer): void {
  cutting.around.push(Buffer.from(bytes));
  cutting.aroundBytes += bytes.length;
}

function keepPending(cutting: Cutting, bytes: Buffer): void {
  cutting.pending.push(Buffer.from(bytes));
  cutting.pendingBytes += bytes.length;
}

function finishPiece(cutting: Cutting, last: Buffer, sink: PieceSink): void {
  const bytes = Buffer.concat([...cutting.pending, last]);
  cutting.pending.length = 0;
  cutting.pendingBytes = 0;
  sink(bytes);
}

/** The list that opens here is the value of `components`; key and bracket may have come in different blocks. */
function opensComponents(around: readonly Buffer[]): boolean {
  const tail = Buffer.concat(around.slice(-3)).toString("latin1").slice(-200);
  return /"components"\s*:\s*\[$/.test(tail);
}
