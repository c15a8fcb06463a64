import type { Chain } from "../../api/types";
import { shortHash, subject } from "../deployment/facts";

export function CommitText({ chain }: { chain: Chain }) {
  if (!chain.commit) return null;
  return (
    <>
      <code title={chain.commit}>{shortHash(chain.commit)}</code>{" "}
      {chain.commitMessage ? subject(chain.commitMessage) : null}
    </>
  );
}
