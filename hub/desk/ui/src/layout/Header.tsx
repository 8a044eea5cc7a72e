import { ActionIcon, Button, Text } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { spotlight } from "@mantine/spotlight";
import { useDirectory } from "../api/directory";
import { hasRole } from "../api/session";
import { KeyHint } from "../components/KeyHint";
import type { Me } from "../api/types";
import { useT } from "../i18n";
import { CapacityUsed } from "./CapacityUsed";
import { Dialler } from "../features/call/Dialler";
import { PresenceMenu } from "./PresenceMenu";
import classes from "./Shell.module.css";
import { UserMenu } from "./UserMenu";

export function Header({ me }: { me: Me }) {
  const t = useT();
  const { data: directory } = useDirectory();
  const agent = hasRole(me, "agent");
  return (
    // Not a header element: dialogs bring their own, and a page may have only one banner.
    <section className={classes.header} aria-label={t("nav.status")}>
      <Text fw={600} size="md" truncate className="grow">
        {directory?.tenant.name || t("app.name")}
      </Text>
      <Button
        variant="default"
        leftSection={<IconSearch size={14} />}
        rightSection={<KeyHint>Ctrl K</KeyHint>}
        onClick={() => spotlight.open()}
        c="dimmed"
        visibleFrom="sm"
      >
        {t("palette.short")}
      </Button>
      <ActionIcon hiddenFrom="sm" variant="default" size={30} aria-label={t("palette.open")} onClick={() => spotlight.open()}>
        <IconSearch size={16} />
      </ActionIcon>
      {agent && <Dialler />}
      {agent && <CapacityUsed me={me} />}
      {agent && <PresenceMenu me={me} />}
      <UserMenu me={me} />
    </section>
  );
}
