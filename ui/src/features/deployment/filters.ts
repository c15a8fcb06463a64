/** The names to choose from, together with one that is chosen already. */
export function namesWith(names: string[] | undefined, chosen: string | undefined): string[] {
  return [...new Set([...(names ?? []), ...(chosen ? [chosen] : [])])];
}
