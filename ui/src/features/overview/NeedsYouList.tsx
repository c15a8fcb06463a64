import { Button, Group } from "@mantine/core";
import {
  IconAlertTriangle,
  IconClock,
  IconFileAlert,
  IconHandStop,
  IconPlugConnectedX,
  IconUnlink,
} from "@tabler/icons-react";
import { Link, linkOptions } from "@tanstack/react-router";
import { useState } from "react";
import type { NeedsYou } from "../../api/types";
import { Age } from "../../components/Age";
import { Confirm, type Question } from "../../components/Confirm";
import { awaitedApproval, shortHash, stageNamed, subject } from "../deployment/facts";
import { approveQuestion, rejectQuestion } from "../deployment/questions";
import { useMayWrite } from "../session/rights";
import classes from "./NeedsYouList.module.css";

const LOOKS = {
  APPROVAL: { icon: IconHandStop, tone: "wait", button: "Open" },
  FAILURE: { icon: IconAlertTriangle, tone: "bad", button: "See why" },
  WAITING: { icon: IconClock, tone: "busy", button: "Open" },
  CONFIGURATION: { icon: IconFileAlert, tone: "bad", button: "See the faults" },
  CHAIN: { icon: IconUnlink, tone: "bad", button: "See why" },
  CLUSTER: { icon: IconPlugConnectedX, tone: "bad", button: "See its pipeds" },
};

/** Approvals you may give, failures, faults and waits that nobody resolves: each with its sentence and its button. */
export function NeedsYouList({ items }: { items: NeedsYou[] }) {
  const [question, ask] = useState<Question | null>(null);
  return (
    <>
      <ul className={classes.list}>
        {items.map((item) => (
          <Item
            key={`${item.kind} ${item.deployment?.id ?? item.chain ?? item.cluster ?? item.application}`}
            item={item}
            ask={ask}
          />
        ))}
      </ul>
      <Confirm question={question} close={() => ask(null)} />
    </>
  );
}

function Item({ item, ask }: { item: NeedsYou; ask: (question: Question) => void }) {
  const { deployment } = item;
  const { icon: Icon, tone, button } = LOOKS[item.kind] ?? LOOKS.WAITING;
  const mayWrite = useMayWrite();
  const stage =
    deployment && item.kind === "APPROVAL" && mayWrite
      ? (stageNamed(deployment, item.stage) ?? awaitedApproval(deployment))
      : undefined;
  const place = placeOf(item);
  return (
    <li className={classes.item} data-tone={tone} data-keys>
      <Icon size={20} aria-hidden className={classes.icon} />
      <div className={classes.text}>
        <Link {...place} data-row className={classes.name}>
          {item.title}
        </Link>{" "}
        <span className="dimmed">
          {deployment?.commit && (
            <>
              <code>{shortHash(deployment.commit.hash)}</code> {subject(deployment.commit.message)} ·{" "}
            </>
          )}
          {item.since && <Age time={item.since} />}
        </span>
        <p>{item.sentence}</p>
      </div>
      <Group gap="xs" wrap="nowrap">
        {deployment && stage ? (
          <>
            <Button size="xs" data-key="a" onClick={() => ask(approveQuestion(deployment, stage))}>
              Approve
            </Button>
            <Button size="xs" variant="default" data-key="r" onClick={() => ask(rejectQuestion(deployment, stage))}>
              Reject
            </Button>
          </>
        ) : (
          <Button size="xs" variant="default" renderRoot={(props) => <Link {...place} {...props} />}>
            {button}
          </Button>
        )}
      </Group>
    </li>
  );
}

/** The page that tells more. */
function placeOf({ deployment, chain, cluster, application }: NeedsYou) {
  if (deployment) return linkOptions({ to: "/deployments/$id", params: { id: deployment.id } });
  if (cluster) return linkOptions({ to: "/clusters/$name", params: { name: cluster } });
  if (chain) return linkOptions({ to: "/chains/$id", params: { id: chain } });
  return application ? linkOptions({ to: "/applications/$id", params: { id: application } }) : linkOptions({ to: "/" });
}
