import type { Chain, Deployment } from "../../api/types";

/** What the chain deploys after this deployment's own block, a text for each block; nothing once the chain has ended. */
export function blocksAfter(chain: Chain, deployment: Deployment): string[] {
  if (chain.finishedAt || chain.status === "REFUSED") return [];
  const own =
    chain.blocks.find(({ nodes }) => nodes.some((node) => node.deployment === deployment.id))?.index ??
    deployment.chain?.block ??
    -1;
  return chain.blocks
    .filter((block) => block.index > own)
    .sort((a, b) => a.index - b.index)
    .map(({ nodes }) => nodes.map((node) => `${node.application} on ${node.cluster}`).join(", "));
}
