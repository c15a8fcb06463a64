import { VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import type { MatrixCell, Overview } from "../../api/types";
import { type Mark, markOf } from "../../components/tones";
import classes from "./Matrix.module.css";

const SHOWN = 60;

/** Applications by clusters; each cell says its state by letter and colour, in words for who asks. */
export function Matrix({ matrix }: { matrix: Overview["matrix"] }) {
  const cells = useMemo(
    () => new Map(matrix.cells.map((cell) => [`${cell.application}\0${cell.cluster}`, cell])),
    [matrix.cells],
  );
  const applications = matrix.applications.slice(0, SHOWN);
  const legend = useMemo(() => legendOf(matrix.cells), [matrix.cells]);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label="Matrix">
        <table className={classes.matrix}>
          <thead>
            <tr>
              <th scope="col">Application</th>
              {matrix.clusters.map((cluster) => (
                <th key={cluster} scope="col">
                  <Link to="/clusters/$name" params={{ name: cluster }}>
                    {cluster}
                  </Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {applications.map((application) => (
              <tr key={application}>
                <th scope="row">{application}</th>
                {matrix.clusters.map((cluster) => (
                  <td key={cluster}>
                    <Cell cell={cells.get(`${application}\0${cluster}`)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={classes.legend}>
        {legend.map((mark) => (
          <span key={mark.word}>
            <span className={classes.key} data-tone={mark.tone} aria-hidden>
              {mark.letter}
            </span>{" "}
            {mark.word}
          </span>
        ))}
        {matrix.applications.length > SHOWN && (
          <Link to="/applications">
            {matrix.complete === false ? "All of them" : `${matrix.applications.length - SHOWN} more`} under
            Applications
          </Link>
        )}
      </p>
    </>
  );
}

function Cell({ cell }: { cell: MatrixCell | undefined }) {
  if (!cell) return <span className="dimmed">–</span>;
  const mark = markOf(stateOf(cell));
  return (
    <Link
      to="/applications/$id"
      params={{ id: cell.applicationId }}
      className={classes.cell}
      data-tone={mark.tone}
      title={`${cell.application} on ${cell.cluster}: ${mark.word}`}
    >
      <span aria-hidden>{mark.letter}</span>
      <span className={classes.word}>{mark.word}</span>
      <VisuallyHidden>
        : {cell.application} on {cell.cluster}
      </VisuallyHidden>
    </Link>
  );
}

/** The one state that matters most to who looks at the cell. */
export function stateOf(cell: MatrixCell): string {
  if (cell.state !== "ACTIVE") return cell.state;
  if (cell.status === "ROLLING_BACK" || cell.status === "ROLLBACK_FAILED") return cell.status;
  if (cell.approval) return "WAITING";
  if (cell.syncState === "DEPLOYING") return cell.status === "PENDING" ? "PENDING" : "DEPLOYING";
  if (cell.status === "FAILED") return "FAILED";
  if (cell.health === "UNHEALTHY") return "UNHEALTHY";
  return cell.syncState;
}

function legendOf(cells: MatrixCell[]): Mark[] {
  return [...new Set(cells.map(stateOf))].sort().map(markOf);
}
