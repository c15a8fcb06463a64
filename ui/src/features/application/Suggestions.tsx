import { Button, Collapse, Group, Select, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useCommand } from "../../api/commands";
import { clustersQuery, suggestionsQuery } from "../../api/queries";
import type { Suggestion } from "../../api/types";
import { Failure } from "../../components/Failure";
import { useMayWrite } from "../session/rights";
import classes from "./Suggestions.module.css";

/** Configurations that pipeds have seen in Git and that nobody has registered. */
export function Suggestions() {
  const { data } = useQuery(suggestionsQuery);
  const [open, { toggle }] = useDisclosure(false);
  const items = data?.items ?? [];
  const mayWrite = useMayWrite();
  if (items.length === 0 || !mayWrite) return null;
  return (
    <section className={classes.box} aria-label="Found in Git">
      <Group justify="space-between">
        <span>
          {items.length === 1 ? "1 configuration" : `${items.length} configurations`} found in Git and not registered
        </span>
        <Button size="xs" variant="default" aria-expanded={open} onClick={toggle}>
          {open ? "Hide" : "Show"}
        </Button>
      </Group>
      <Collapse expanded={open}>
        <Stack gap="md" pt="sm">
          {items.map((item) => (
            <Row key={`${item.repository}/${item.path}/${item.configFile}/${item.cluster}`} item={item} />
          ))}
        </Stack>
      </Collapse>
    </section>
  );
}

function Row({ item }: { item: Suggestion }) {
  const clusters = useQuery(clustersQuery);
  const [name, setName] = useState(item.name);
  const [cluster, setCluster] = useState<string | null>(item.cluster ?? null);
  const add = useCommand();
  const { repository, path, configFile } = item;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (cluster) add.mutate({ kind: "add", repository, path, configFile, cluster, name });
      }}
    >
      <div className="breaks">
        <code>
          {path}/{configFile}
        </code>{" "}
        <span className="dimmed">
          in {repository}
          {item.kind && `, ${item.kind}`}
        </span>
      </div>
      <Group gap="xs" mt={4}>
        <TextInput
          aria-label={`Name for ${path}`}
          size="xs"
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          aria-label={`Cluster for ${path}`}
          placeholder="Cluster"
          size="xs"
          data={clusters.data?.items.map((each) => each.name) ?? []}
          value={cluster}
          onChange={setCluster}
        />
        <Button size="xs" type="submit" loading={add.isPending} disabled={!cluster || !name.trim()}>
          Register
        </Button>
      </Group>
      {add.error && <Failure error={add.error} />}
    </form>
  );
}
