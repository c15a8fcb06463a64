import { ActionIcon, AppShell, Burger, Group, Kbd, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type AnyRoute, Link, Outlet, useLocation, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { sessionQuery } from "../../api/queries";
import { useStream } from "../../api/stream";
import { useConsoleKeys } from "../../components/keys";
import { Help } from "./Help";
import { Live } from "./Live";
import { Logo } from "./Logo";
import { Navigation } from "./Navigation";
import classes from "./Shell.module.css";
import { useTypeAhead } from "./typeAhead";
import { UserMenu } from "./UserMenu";

const palettePart = () => import("./Palette").then((module) => ({ default: module.Palette }));
const Palette = lazy(palettePart);

/** The frame around every page of a signed-in person. */
export function Shell() {
  const [folded, fold] = useDisclosure(false);
  const [help, helpDialog] = useDisclosure(false);
  const [palette, setPalette] = useState(false);
  const openPalette = useCallback(() => setPalette(true), []);
  const closePalette = useCallback(() => setPalette(false), []);
  const [text, setText] = useTypeAhead(palette, closePalette);
  const { pathname } = useLocation();
  useStream();
  useSessionEnd();
  useConsoleKeys(helpDialog.open, openPalette, palette);
  useAllPages();
  usePaletteKey(setPalette);
  // So that it opens at once. What fails here is tried again when it is opened.
  useEffect(() => void palettePart().catch(() => undefined), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: folds whenever another page is opened
  useEffect(() => fold.close(), [pathname]);

  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 208, breakpoint: "sm", collapsed: { mobile: !folded } }}
      padding="md"
    >
      <a href="#content" className={classes.skip}>
        Skip to the page
      </a>
      <AppShell.Header className={classes.header}>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger
            opened={folded}
            onClick={fold.toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={folded ? "Close the navigation" : "Open the navigation"}
          />
          <Link to="/" className={classes.brand} aria-label="Penstock, overview">
            <Logo />
            <Text fw={650} component="span" visibleFrom="xs">
              Penstock
            </Text>
          </Link>
          <UnstyledButton className={classes.search} onClick={openPalette} visibleFrom="sm">
            <IconSearch size={16} aria-hidden />
            <span>Search or run a command</span>
            <Kbd size="xs">{shortcut()}</Kbd>
          </UnstyledButton>
          <Group gap="xs" ml="auto" wrap="nowrap">
            <ActionIcon
              variant="subtle"
              color="gray"
              onClick={openPalette}
              hiddenFrom="sm"
              aria-label="Search or run a command"
            >
              <IconSearch size={18} aria-hidden />
            </ActionIcon>
            <Live />
            <UserMenu help={helpDialog.open} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" className={classes.navbar} aria-label="Pages">
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
        <div className={classes.page}>
          <Outlet />
        </div>
      </AppShell.Main>
      <Help opened={help} close={helpDialog.close} />
      <Suspense fallback={null}>{palette && <Palette text={text} setText={setText} close={closePalette} />}</Suspense>
    </AppShell>
  );
}

export function shortcut(): string {
  return /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘ K" : "Ctrl K";
}

function usePaletteKey(set: (change: (open: boolean) => boolean) => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      set((open) => !open);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [set]);
}

/** Fetches the parts of all pages once, so that each can be opened while the control plane is away. */
function useAllPages() {
  const router = useRouter();
  useEffect(() => {
    for (const route of Object.values<AnyRoute>(router.routesById)) {
      const page = route.options.component as { preload?: () => Promise<void> } | undefined;
      void page?.preload?.().catch(() => undefined);
    }
  }, [router]);
}

/** Goes to the sign-in page as soon as the API says that nobody is signed in. */
function useSessionEnd() {
  const { data } = useQuery(sessionQuery);
  const router = useRouter();
  useEffect(() => {
    if (data !== null) return;
    const from = router.state.location.href;
    void router.navigate({ to: "/sign-in", search: from === "/" ? {} : { from } });
  }, [data, router]);
}
