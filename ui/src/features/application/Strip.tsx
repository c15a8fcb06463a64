import { Link } from "@tanstack/react-router";
import type { Deployment } from "../../api/types";
import { exact } from "../../components/time";
import { markOf } from "../../components/tones";
import { shortHash, shownStatus, subject } from "../deployment/facts";
import classes from "./Strip.module.css";

/** The last thirty deployments, oldest first, each a letter in its colour. */
export function Strip({ deployments }: { deployments: Deployment[] }) {
  const last = deployments.slice(0, 30).reverse();
  return (
    <ol className={classes.strip} aria-label={`Last ${last.length} deployments, oldest first`}>
      {last.map((each) => {
        const mark = markOf(shownStatus(each));
        const label = `${mark.word}: ${shortHash(each.commit?.hash)} ${subject(each.commit?.message)}, ${exact(each.createdAt)}`;
        return (
          <li key={each.id}>
            <Link
              to="/deployments/$id"
              params={{ id: each.id }}
              className={classes.one}
              data-tone={mark.tone}
              aria-label={label}
              title={label}
            >
              {mark.letter}
            </Link>
          </li>
        );
      })}
    </ol>
  );
}
