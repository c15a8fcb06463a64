import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconCheck,
  IconCircleDashed,
  IconClock,
  IconHandStop,
  IconHelp,
  IconMinus,
  IconPencil,
  IconPlayerPause,
  IconPlayerSkipForward,
  IconPlus,
  IconProgress,
  IconX,
} from "@tabler/icons-react";
import type { ComponentType } from "react";

export type Tone = "good" | "busy" | "wait" | "bad" | "calm";

export interface Mark {
  word: string;
  tone: Tone;
  icon: ComponentType<{ size?: number | string; "aria-hidden"?: boolean; className?: string }>;
  letter: string;
}

const MARKS: Record<string, Mark> = {
  PENDING: { word: "Pending", tone: "calm", icon: IconClock, letter: "P" },
  PLANNED: { word: "Planned", tone: "calm", icon: IconClock, letter: "P" },
  NOT_STARTED: { word: "Not started", tone: "calm", icon: IconCircleDashed, letter: "·" },
  RUNNING: { word: "Running", tone: "busy", icon: IconProgress, letter: "R" },
  WAITING: { word: "Waiting", tone: "wait", icon: IconHandStop, letter: "W" },
  ROLLING_BACK: { word: "Rolling back", tone: "wait", icon: IconArrowBackUp, letter: "B" },
  SUCCEEDED: { word: "Succeeded", tone: "good", icon: IconCheck, letter: "S" },
  FAILED: { word: "Failed", tone: "bad", icon: IconX, letter: "F" },
  ROLLBACK_FAILED: { word: "Rollback failed", tone: "bad", icon: IconAlertTriangle, letter: "!" },
  CANCELLED: { word: "Cancelled", tone: "calm", icon: IconBan, letter: "C" },
  SUPERSEDED: { word: "Superseded", tone: "calm", icon: IconPlayerSkipForward, letter: "N" },
  SKIPPED: { word: "Skipped", tone: "calm", icon: IconPlayerSkipForward, letter: "K" },

  REFUSED: { word: "Not begun", tone: "bad", icon: IconX, letter: "X" },

  ACTIVE: { word: "Active", tone: "good", icon: IconCheck, letter: "A" },
  DISABLED: { word: "Disabled", tone: "calm", icon: IconPlayerPause, letter: "D" },
  INVALID_CONFIG: { word: "Invalid configuration", tone: "bad", icon: IconAlertTriangle, letter: "!" },
  SYNCED: { word: "Synced", tone: "good", icon: IconCheck, letter: "S" },
  OUT_OF_SYNC: { word: "Out of sync", tone: "wait", icon: IconAlertTriangle, letter: "O" },
  DEPLOYING: { word: "Deploying", tone: "busy", icon: IconProgress, letter: "R" },
  HEALTHY: { word: "Healthy", tone: "good", icon: IconCheck, letter: "H" },
  PROGRESSING: { word: "Progressing", tone: "busy", icon: IconProgress, letter: "R" },
  UNHEALTHY: { word: "Unhealthy", tone: "bad", icon: IconX, letter: "X" },
  UNKNOWN: { word: "Unknown", tone: "calm", icon: IconHelp, letter: "?" },

  ONLINE: { word: "Online", tone: "good", icon: IconCheck, letter: "O" },
  CONNECTED: { word: "Connected", tone: "good", icon: IconCheck, letter: "O" },
  OFFLINE: { word: "Offline", tone: "bad", icon: IconX, letter: "X" },
  LOST: { word: "Lost", tone: "bad", icon: IconX, letter: "X" },
  ADDED: { word: "Added", tone: "good", icon: IconPlus, letter: "+" },
  CHANGED: { word: "Changed", tone: "busy", icon: IconPencil, letter: "~" },
  REMOVED: { word: "Removed", tone: "bad", icon: IconMinus, letter: "−" },

  NEVER_SEEN: { word: "Never seen", tone: "calm", icon: IconHelp, letter: "?" },
};

/** The icon, word, letter and colour of a state; a state that is not known is shown as its own name. */
export function markOf(state: string): Mark {
  return MARKS[state] ?? { word: sentence(state), tone: "calm", icon: IconHelp, letter: "?" };
}

/** "WAIT_APPROVAL" as "Wait approval". */
export function sentence(name: string): string {
  const words = name.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
