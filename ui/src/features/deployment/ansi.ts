import Anser from "anser";

const ESCAPE = "\u001b";

export interface Piece {
  text: string;
  className: string;
}

export function plain(line: string): string {
  return line.includes(ESCAPE) ? Anser.ansiToText(line) : line;
}

/** The line in pieces of one colour each; colours are named by classes, for both themes. */
export function pieces(line: string): Piece[] {
  if (!line.includes(ESCAPE)) return [{ text: line, className: "" }];
  return Anser.ansiToJson(line, { use_classes: true, remove_empty: true }).map((part) => ({
    text: part.content,
    className: [part.fg && `${part.fg}-fg`, part.decoration].filter(Boolean).join(" "),
  }));
}

/** Cuts the pieces at every occurrence of the wanted text, ignoring case. */
export function withMatches(line: Piece[], find: string): (Piece & { match: boolean })[] {
  const wanted = find.toLowerCase();
  if (!wanted) return line.map((piece) => ({ ...piece, match: false }));
  return line.flatMap((piece) => {
    const parts: (Piece & { match: boolean })[] = [];
    const lower = piece.text.toLowerCase();
    let from = 0;
    for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
      if (at > from) parts.push({ text: piece.text.slice(from, at), className: piece.className, match: false });
      parts.push({ text: piece.text.slice(at, at + wanted.length), className: piece.className, match: true });
      from = at + wanted.length;
    }
    if (from < piece.text.length)
      parts.push({ text: piece.text.slice(from), className: piece.className, match: false });
    return parts;
  });
}
