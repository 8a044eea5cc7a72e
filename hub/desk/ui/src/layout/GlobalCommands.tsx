import { spotlight } from "@mantine/spotlight";
import { useNavigate } from "react-router";
import type { PresenceState, Me } from "../api/types";
import { hasRole } from "../api/session";
import { useSetPresence } from "../api/work";
import { useT } from "../i18n";
import { useCommand } from "../keys/KeysProvider";
import { placesOf } from "./NavRail";
import { openShortcuts, ShortcutsHelp } from "./ShortcutsHelp";

/** Commands that work on every screen. */
export function GlobalCommands({ me }: { me: Me }) {
  const t = useT();
  useCommand({ id: "help", group: "general", label: t("shortcuts.title"), keys: "?", run: openShortcuts });
  useCommand({
    id: "palette",
    group: "general",
    label: t("palette.open"),
    keys: "Ctrl+k",
    hidden: true,
    run: () => spotlight.open(),
  });
  return (
    <>
      {placesOf(me).map((place) => (
        <Go key={place.to} to={place.to} keys={`g ${place.key}`} label={t("nav.goTo", { place: t(place.label) })} />
      ))}
      <Go to="/profile" keys="g p" label={t("nav.goTo", { place: t("nav.profile") })} />
      {hasRole(me, "agent") &&
        (["available", "away", "offline"] as const).map((presence) => <Presence key={presence} presence={presence} />)}
      <ShortcutsHelp />
    </>
  );
}

function Go({ to, keys, label }: { to: string; keys: string; label: string }) {
  const navigate = useNavigate();
  useCommand({ id: `go${to}`, group: "go", label, keys, run: () => void navigate(to) });
  return null;
}

function Presence({ presence }: { presence: PresenceState }) {
  const t = useT();
  const set = useSetPresence();
  useCommand({
    id: `presence-${presence}`,
    group: "general",
    label: t("presence.set", { presence: t(`presence.${presence}`) }),
    run: () => set.mutate({ presence, reason: presence === "away" ? "break" : "" }),
  });
  return null;
}
