export interface DiffLine {
  sign: " " | "+" | "-";
  text: string;
}

/** A stretch of lines; what is alike and far from any change is folded away. */
export interface Stretch {
  folded: boolean;
  lines: DiffLine[];
}

/** Beyond so many differing lines the shortest way is no longer looked for. */
const MOST_EDITS = 1_500;
const AROUND = 3;

/** The lines of two texts, marked as kept, removed or added, with as few marks as possible (Myers' greedy way). */
export function lineDiff(before: string, after: string): DiffLine[] {
  const a = linesOf(before);
  const b = linesOf(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return [
    ...marked(" ", a.slice(0, head)),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...marked(" ", a.slice(a.length - tail)),
  ];
}

/** Cuts a diff into what is shown and what is alike on both sides. */
export function stretches(lines: DiffLine[]): Stretch[] {
  const near = new Array<boolean>(lines.length).fill(false);
  lines.forEach((line, at) => {
    if (line.sign === " ") return;
    near.fill(true, Math.max(0, at - AROUND), Math.min(lines.length, at + AROUND + 1));
  });
  const found: Stretch[] = [];
  lines.forEach((line, at) => {
    const folded = !near[at];
    const last = found.at(-1);
    if (last && last.folded === folded) last.lines.push(line);
    else found.push({ folded, lines: [line] });
  });
  return found.map((each) => (each.lines.length < 2 ? { ...each, folded: false } : each));
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

function marked(sign: DiffLine["sign"], texts: string[]): DiffLine[] {
  return texts.map((text) => ({ sign, text }));
}

function middle(a: string[], b: string[]): DiffLine[] {
  const trail = a.length === 0 || b.length === 0 ? null : search(a, b);
  return trail ? back(a, b, trail) : [...marked("-", a), ...marked("+", b)];
}

/** The furthest places reached with 0, 1, 2, … edits, each by diagonal; null when there are too many edits. */
function search(a: string[], b: string[]): Map<number, number>[] | null {
  const trail: Map<number, number>[] = [];
  let reached = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= Math.min(a.length + b.length, MOST_EDITS); edits++) {
    const next = new Map<number, number>();
    trail.push(next);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = from(reached, diagonal, edits);
      while (x < a.length && x - diagonal < b.length && x - diagonal >= 0 && a[x] === b[x - diagonal]) x++;
      next.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return trail;
    }
    reached = next;
  }
  return null;
}

function isDown(reached: Map<number, number>, diagonal: number, edits: number): boolean {
  const right = reached.get(diagonal - 1) ?? -1;
  const down = reached.get(diagonal + 1) ?? -1;
  return diagonal === -edits || (diagonal !== edits && right < down);
}

function from(reached: Map<number, number>, diagonal: number, edits: number): number {
  return isDown(reached, diagonal, edits) ? (reached.get(diagonal + 1) ?? 0) : (reached.get(diagonal - 1) ?? 0) + 1;
}

/** Walks the trail from the end to the beginning. */
function back(a: string[], b: string[], trail: Map<number, number>[]): DiffLine[] {
  const lines: DiffLine[] = [];
  let x = a.length;
  let y = b.length;
  const keep = () => {
    x--;
    y--;
    lines.push({ sign: " ", text: a[x] ?? "" });
  };
  for (let edits = trail.length - 1; edits > 0; edits--) {
    const reached = trail[edits - 1] as Map<number, number>;
    const down = isDown(reached, x - y, edits);
    const fromX = reached.get(down ? x - y + 1 : x - y - 1) ?? 0;
    while (x > (down ? fromX : fromX + 1)) keep();
    if (down) lines.push({ sign: "+", text: b[--y] ?? "" });
    else lines.push({ sign: "-", text: a[--x] ?? "" });
  }
  while (x > 0) keep();
  return lines.reverse();
}
