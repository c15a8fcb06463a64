import { Button, Group, Select, Switch, Text, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowDown, IconArrowUp, IconDownload, IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { url } from "../../api/client";
import { useLogEvents } from "../../api/stream";
import type { Deployment } from "../../api/types";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { RowSkeletons } from "../../components/Page";
import { useTypedSearch } from "../../components/typed";
import { plain } from "./ansi";
import { inOrder, isOpen, stageNamed } from "./facts";
import { LogLines } from "./LogLines";
import { LogTail } from "./logTail";

interface Props {
  deployment: Deployment;
  stage: string | undefined;
  find: string;
  /** "on" or "off"; when it is not told, long lines wrap where the screen is narrow. */
  wrap: string | undefined;
  set: (change: { stage?: string; find?: string; wrap?: string }) => void;
}

/** The log of all stages or one: follow, find, wrap, download. */
export function LogTab({ deployment, stage, find, wrap: asked, set }: Props) {
  const narrow = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const wrap = asked ? asked === "on" : narrow;
  const chosen = stageNamed(deployment, stage)?.id;
  const tail = useMemo(() => new LogTail(deployment.id, chosen), [deployment.id, chosen]);
  const log = useSyncExternalStore(tail.subscribe, tail.current);
  const open = isOpen(deployment);
  const [follow, setFollow] = useState(open);
  const [match, setMatch] = useState(0);
  const [typed, setTyped] = useTypedSearch(find, (text) => set({ find: text }));
  useLogEvents(deployment.id, tail.load);
  useEffect(() => {
    void tail.load();
    if (!open) return;
    // Events say when to look; this is for the time in which none arrive.
    const timer = setInterval(tail.load, 5_000);
    return () => clearInterval(timer);
  }, [tail, open]);

  const matches = useMemo(() => {
    const wanted = find.toLowerCase();
    if (!wanted) return [];
    return log.lines.flatMap((line, index) => (plain(line.line).toLowerCase().includes(wanted) ? [index] : []));
  }, [log.lines, find]);
  const at = matches.length === 0 ? -1 : ((match % matches.length) + matches.length) % matches.length;
  const step = (by: number) => {
    setFollow(false);
    setMatch(at + by);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    if (event.key === "Escape") event.currentTarget instanceof HTMLElement && event.currentTarget.blur();
  };
  const stages = inOrder(deployment.stages);

  return (
    <>
      <Group gap="sm" mb="xs">
        <Select
          aria-label="Stage"
          size="xs"
          w={230}
          allowDeselect={false}
          value={chosen ?? ""}
          onChange={(value) => set({ stage: value || undefined })}
          data={[
            { value: "", label: "All stages" },
            ...stages.map((each) => ({ value: each.id, label: `${each.index + 1}. ${each.name}` })),
          ]}
        />
        <TextInput
          data-find
          aria-label="Find in the log"
          placeholder="Find"
          size="xs"
          w={200}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={typed}
          onChange={(event) => {
            setMatch(0);
            setFollow(false);
            setTyped(event.currentTarget.value);
          }}
          onKeyDown={onKey}
        />
        {find && (
          <Group gap={4}>
            <Text size="xs" role="status">
              {matches.length === 0 ? "No match" : `${at + 1} of ${matches.length}`}
            </Text>
            <Button
              size="compact-xs"
              variant="default"
              aria-label="Match before"
              onClick={() => step(-1)}
              disabled={at < 0}
            >
              <IconArrowUp size={14} aria-hidden />
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              aria-label="Next match"
              onClick={() => step(1)}
              disabled={at < 0}
            >
              <IconArrowDown size={14} aria-hidden />
            </Button>
          </Group>
        )}
        <Switch
          size="xs"
          label="Wrap"
          checked={wrap}
          onChange={(event) => set({ wrap: event.currentTarget.checked ? "on" : "off" })}
        />
        {open && (
          <Switch
            size="xs"
            label="Follow"
            checked={follow}
            onChange={(event) => setFollow(event.currentTarget.checked)}
          />
        )}
        <Button
          component="a"
          href={url(`/deployments/${encodeURIComponent(deployment.id)}/logs/download`, { stage: chosen })}
          download={`${deployment.application}-${deployment.cluster}-${deployment.id}.log`}
          size="xs"
          variant="default"
          ml="auto"
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          Download
        </Button>
      </Group>
      {log.error ? <Failure error={log.error} retry={tail.load} /> : null}
      {log.lines.length > 0 ? (
        <LogLines
          lines={log.lines}
          stages={chosen ? [] : stages}
          longest={log.longest}
          find={find}
          target={at < 0 ? null : (matches[at] ?? null)}
          wrap={wrap}
          follow={follow}
          unfollow={() => setFollow(false)}
        />
      ) : log.loading ? (
        <RowSkeletons rows={6} height={18} />
      ) : log.error ? null : (
        <Empty
          title={open ? "No line yet" : "No log was written"}
          command={`penstock deployment logs ${deployment.id}`}
        >
          {open
            ? "Lines appear here as the piped sends them. In a shell:"
            : stages.some((stage) => stage.startedAt)
              ? "Its stages ended without writing a line. In a shell:"
              : "It ended before its first stage. In a shell:"}
        </Empty>
      )}
    </>
  );
}
