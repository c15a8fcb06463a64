import { Link } from "@tanstack/react-router";
import type { Deployment } from "../../api/types";
import { Age, Elapsed } from "../../components/Age";
import { Status } from "../../components/Status";
import classes from "./DeploymentRows.module.css";
import { authorOf, currentStage, isOpen, shortHash, shownStatus, subject, triggerText, waitsOf } from "./facts";

/** Deployments one a row; below 48em one a block. */
export function DeploymentRows({
  deployments,
  application = true,
}: {
  deployments: Deployment[];
  application?: boolean;
}) {
  return (
    <table className={`rows ${classes.table}`}>
      <thead>
        <tr>
          <th scope="col">{application ? "Application" : "Commit"}</th>
          <th scope="col">Status</th>
          <th scope="col">{application ? "Commit" : "Message"}</th>
          <th scope="col">Trigger</th>
          <th scope="col">Duration</th>
          <th scope="col">When</th>
        </tr>
      </thead>
      <tbody>
        {deployments.map((each) => (
          <tr key={each.id}>
            <td>
              <Link to="/deployments/$id" params={{ id: each.id }} data-row>
                {application ? (
                  each.application
                ) : (
                  <code>{shortHash(each.commit?.hash) || (isOpen(each) ? "not fixed yet" : "none")}</code>
                )}
              </Link>
              {application && <span className="dimmed"> on {each.cluster}</span>}
            </td>
            <td>
              <Status state={shownStatus(each)} />
              <Where deployment={each} />
            </td>
            <td className={classes.commit}>
              {each.commit && (
                <>
                  {application && <code>{shortHash(each.commit.hash)}</code>} {subject(each.commit.message)}
                  {each.commit.author && (
                    <div className="dimmed" title={each.commit.author}>
                      {authorOf(each.commit)}
                    </div>
                  )}
                </>
              )}
            </td>
            <td>{triggerText(each)}</td>
            <td data-label={each.finishedAt ? "took" : "for"}>
              {each.startedAt && <Elapsed from={each.startedAt} to={each.finishedAt} />}
            </td>
            <td>
              <Age time={each.createdAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Where({ deployment }: { deployment: Deployment }) {
  const text = whereText(deployment);
  if (!text) return null;
  return (
    <div className={`dimmed ${classes.where}`} title={text}>
      {text}
    </div>
  );
}

/** The stage or the wait at which it stands, or why it did not succeed. */
function whereText(deployment: Deployment): string | null | undefined {
  if (isOpen(deployment)) return currentStage(deployment)?.name ?? waitsOf(deployment)[0]?.cause;
  return deployment.status === "SUCCEEDED" ? null : deployment.statusReason;
}
