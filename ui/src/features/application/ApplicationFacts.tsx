import { Link } from "@tanstack/react-router";
import type { Application } from "../../api/types";
import { Status } from "../../components/Status";
import { sentence } from "../../components/tones";
import { shownStatus } from "../deployment/facts";
import headerClasses from "../deployment/Header.module.css";
import { Labels } from "./Labels";

/** Where the application lives and how it is, one fact a line. */
export function ApplicationFacts({ application }: { application: Application }) {
  const running = application.runningDeployment;
  return (
    <dl className={headerClasses.facts}>
      {application.description && (
        <>
          <dt>Description</dt>
          <dd>{application.description}</dd>
        </>
      )}
      <dt>Health</dt>
      <dd>
        <Status state={application.health} />
      </dd>
      {running && (
        <>
          <dt>Running now</dt>
          <dd>
            <Link to="/deployments/$id" params={{ id: running.id }}>
              The deployment
            </Link>{" "}
            <Status state={shownStatus(running)} />
          </dd>
        </>
      )}
      <dt>Configuration</dt>
      <dd>
        <code>
          {application.path}/{application.configFile}
        </code>
        <span className="dimmed"> in </span>
        {application.repository}
      </dd>
      <dt>Cluster</dt>
      <dd>
        <Link to="/clusters/$name" params={{ name: application.cluster }}>
          {application.cluster}
        </Link>
        {application.platform && <span className="dimmed">, {sentence(application.platform)}</span>}
      </dd>
      {Object.keys(application.labels ?? {}).length > 0 && (
        <>
          <dt>Labels</dt>
          <dd>
            <Labels labels={application.labels} />
          </dd>
        </>
      )}
    </dl>
  );
}
