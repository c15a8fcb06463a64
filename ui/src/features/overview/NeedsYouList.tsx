import { Button, Group } from "@mantine/core";
import { IconAlertTriangle, IconClock, IconHandStop } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { NeedsYou } from "../../api/types";
import { Age } from "../../components/Age";
import { Confirm, type Question } from "../../components/Confirm";
import { awaitedApproval, shortHash, stageNamed, subject } from "../deployment/facts";
import { approveQuestion, rejectQuestion } from "../deployment/questions";
import { useMayWrite } from "../session/rights";
import classes from "./NeedsYouList.module.css";

const ICONS = { APPROVAL: IconHandStop, FAILURE: IconAlertTriangle, WAITING: IconClock };
const TONES = { APPROVAL: "wait", FAILURE: "bad", WAITING: "busy" };

/** Approvals you may give, failures and waits that nobody resolves: each with its sentence and its button. */
export function NeedsYouList({ items }: { items: NeedsYou[] }) {
  const [question, ask] = useState<Question | null>(null);
  return (
    <>
      <ul className={classes.list}>
        {items.map((item) => (
          <Item key={`${item.kind} ${item.deployment.id}`} item={item} ask={ask} />
        ))}
      </ul>
      <Confirm question={question} close={() => ask(null)} />
    </>
  );
}

function Item({ item, ask }: { item: NeedsYou; ask: (question: Question) => void }) {
  const { deployment } = item;
  const Icon = ICONS[item.kind] ?? IconClock;
  const mayWrite = useMayWrite();
  const stage =
    item.kind === "APPROVAL" && mayWrite
      ? (stageNamed(deployment, item.stage) ?? awaitedApproval(deployment))
      : undefined;
  const since = deployment.waiting?.[0]?.since ?? deployment.finishedAt ?? deployment.createdAt;
  return (
    <li className={classes.item} data-tone={TONES[item.kind] ?? "calm"} data-keys>
      <Icon size={20} aria-hidden className={classes.icon} />
      <div className={classes.text}>
        <Link to="/deployments/$id" params={{ id: deployment.id }} data-row className={classes.name}>
          {deployment.application} on {deployment.cluster}
        </Link>{" "}
        <span className="dimmed">
          {deployment.commit && (
            <>
              <code>{shortHash(deployment.commit.hash)}</code> {subject(deployment.commit.message)} ·{" "}
            </>
          )}
          <Age time={since} />
        </span>
        <p>{item.sentence}</p>
      </div>
      <Group gap="xs" wrap="nowrap">
        {stage ? (
          <>
            <Button size="xs" data-key="a" onClick={() => ask(approveQuestion(deployment, stage))}>
              Approve
            </Button>
            <Button size="xs" variant="default" data-key="r" onClick={() => ask(rejectQuestion(deployment, stage))}>
              Reject
            </Button>
          </>
        ) : (
          <Button
            size="xs"
            variant="default"
            renderRoot={(props) => <Link to="/deployments/$id" params={{ id: deployment.id }} {...props} />}
          >
            {item.kind === "FAILURE" ? "See why" : "Open"}
          </Button>
        )}
      </Group>
    </li>
  );
}
