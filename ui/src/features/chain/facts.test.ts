import { describe, expect, it } from "vitest";
import { deployment } from "../../../dev/world";
import type { Chain, ChainBlock } from "../../api/types";
import { blocksAfter } from "./facts";

const block = (index: number, ...names: string[]): ChainBlock => ({
  index,
  status: "NOT_STARTED",
  nodes: names.map((application) => ({ application, cluster: "tokyo", deployment: null, status: "NOT_STARTED" })),
});

const chain = (more: Partial<Chain> = {}): Chain => ({
  id: "c",
  status: "RUNNING",
  createdAt: "2026-01-01T00:00:00Z",
  finishedAt: null,
  blocks: [block(3, "edge"), block(0, "base"), block(2, "shop", "search"), block(1, "web")],
  ...more,
});

const inBlock = (index: number | null) => deployment("d", "web", "tokyo", { chain: { id: "c", block: index } });

describe("blocksAfter", () => {
  it("names the blocks to come in their order, nodes of one block together", () => {
    expect(blocksAfter(chain(), inBlock(1))).toEqual(["shop on tokyo, search on tokyo", "edge on tokyo"]);
  });

  it("finds the deployment's block by its node when its place is not told", () => {
    const blocks = [block(0, "base"), block(1, "web"), block(2, "edge")];
    for (const node of blocks[1]?.nodes ?? []) node.deployment = "d";
    expect(blocksAfter(chain({ blocks }), inBlock(null))).toEqual(["edge on tokyo"]);
  });

  it("names nothing after the last block or once the chain has ended", () => {
    expect(blocksAfter(chain(), inBlock(3))).toEqual([]);
    expect(blocksAfter(chain({ status: "REFUSED" }), inBlock(1))).toEqual([]);
    expect(blocksAfter(chain({ finishedAt: "2026-01-01T00:01:00Z" }), inBlock(1))).toEqual([]);
  });
});
