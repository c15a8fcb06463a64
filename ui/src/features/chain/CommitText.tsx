import type { Chain } from "../../api/types";
import { shortHash, subject } from "../deployment/facts";

export function CommitText({ commit }: { commit: Chain["commit"] }) {
  if (!commit) return null;
  if (typeof commit === "string") return <code title={commit}>{shortHash(commit)}</code>;
  return (
    <>
      <code title={commit.hash}>{shortHash(commit.hash)}</code> {subject(commit.message)}
    </>
  );
}
