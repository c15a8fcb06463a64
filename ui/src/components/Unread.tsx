import type { ReactNode } from "react";
import { Problem } from "../api/problem";
import { Empty } from "./Empty";
import { Failure } from "./Failure";

interface Props {
  what: string;
  id: string;
  error: unknown;
  retry: () => void;
  /** A link to the list in which it would stand. */
  list: ReactNode;
}

/** Why the page about one thing has nothing to show: there is no such thing, or it could not be read. */
export function Unread({ what, id, error, retry, list }: Props) {
  if (!(error instanceof Problem && error.status === 404)) return <Failure error={error} retry={retry} />;
  return <Empty title={`There is no ${what} ${id}.`}>It was deleted, or the address is wrong. {list}</Empty>;
}
