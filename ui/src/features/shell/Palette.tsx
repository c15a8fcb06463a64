import { Modal, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconApps, IconBolt, IconRocket, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, type ReactNode, useMemo, useState } from "react";
import { applicationsQuery, deploymentsQuery } from "../../api/queries";
import { markOf } from "../../components/tones";
import { useOffered } from "./actions";
import { PAGES } from "./Navigation";
import classes from "./Palette.module.css";

interface Entry {
  id: string;
  group: string;
  label: string;
  note?: string;
  icon: ReactNode;
  run: () => void;
}

interface Props {
  text: string;
  setText: (text: string) => void;
  close: () => void;
}

/** Search over everything, and the commands of the present page. */
export function Palette({ text, setText, close }: Props) {
  const [at, setAt] = useState(0);
  const entries = useEntries(text);
  const chosen = Math.min(at, entries.length - 1);

  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    close();
    entry.run();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(Math.min(chosen + 1, entries.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
    else if (event.key === "Enter") choose(entries[chosen]);
    else return;
    event.preventDefault();
  };

  return (
    <Modal
      opened
      onClose={close}
      withCloseButton={false}
      size="lg"
      padding={0}
      yOffset="10vh"
      attributes={{ content: { "aria-label": "Search or run a command" } }}
    >
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls="palette-entries"
        aria-activedescendant={entries[chosen] ? `palette-${entries[chosen].id}` : undefined}
        aria-label="Search or run a command"
        placeholder="Name, commit or command"
        leftSection={<IconSearch size={16} aria-hidden />}
        variant="unstyled"
        size="md"
        className={classes.field}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <div id="palette-entries" role="listbox" aria-label="Found" className={classes.entries}>
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the field that keeps the focus
          <div
            key={entry.id}
            id={`palette-${entry.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className={classes.entry}
            onMouseMove={() => setAt(index)}
            onClick={() => choose(entry)}
          >
            {entry.icon}
            <span className={classes.label}>{entry.label}</span>
            <span className={classes.note}>{entry.note ?? entry.group}</span>
          </div>
        ))}
      </div>
      {entries.length === 0 && (
        <p className={classes.nothing} role="status">
          Nothing is called that.
        </p>
      )}
    </Modal>
  );
}

function useEntries(text: string): Entry[] {
  const navigate = useNavigate();
  const offered = useOffered();
  const [query] = useDebouncedValue(text.trim(), 120);
  const searching = query.length > 0;
  const applications = useInfiniteQuery({ ...applicationsQuery({ query }), enabled: searching });
  const deployments = useInfiniteQuery({ ...deploymentsQuery({ query }), enabled: searching });

  return useMemo(() => {
    const wanted = text.trim().toLowerCase();
    const fits = (entry: Entry) => entry.label.toLowerCase().includes(wanted);
    const actions = offered.map((action, index) => ({
      id: `action-${index}`,
      group: "On this page",
      label: action.label,
      icon: <IconBolt size={16} aria-hidden />,
      run: action.run,
    }));
    const pages = PAGES.map(({ to, label, icon: Icon }) => ({
      id: `page-${label}`,
      group: "Page",
      label,
      icon: <Icon size={16} aria-hidden />,
      run: () => void navigate({ to }),
    }));
    const things: Entry[] = [];
    if (searching) {
      for (const each of (applications.data?.pages[0]?.items ?? []).slice(0, 8)) {
        things.push({
          id: `application-${each.id}`,
          group: "Application",
          label: `${each.name} on ${each.cluster}`,
          note: markOf(each.syncState).word,
          icon: <IconApps size={16} aria-hidden />,
          run: () => void navigate({ to: "/applications/$id", params: { id: each.id } }),
        });
      }
      for (const each of (deployments.data?.pages[0]?.items ?? []).slice(0, 8)) {
        const commit = each.commit ? ` · ${each.commit.hash.slice(0, 7)} ${each.commit.message ?? ""}` : "";
        things.push({
          id: `deployment-${each.id}`,
          group: "Deployment",
          label: `${each.application} on ${each.cluster}${commit}`,
          note: markOf(each.status).word,
          icon: <IconRocket size={16} aria-hidden />,
          run: () => void navigate({ to: "/deployments/$id", params: { id: each.id } }),
        });
      }
    }
    return [...[...actions, ...pages].filter(fits), ...things];
  }, [text, offered, navigate, searching, applications.data, deployments.data]);
}
