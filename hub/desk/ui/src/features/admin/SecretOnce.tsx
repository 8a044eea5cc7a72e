import { Alert, Button, Group, Stack } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCopy } from "@tabler/icons-react";
import { useT } from "../../i18n";
import classes from "./Admin.module.css";

/** A secret the hub has just made; it gives it out this once. */
export function SecretOnce({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useT();
  const clipboard = useClipboard();
  return (
    <Stack>
      <Alert color="orange">{t("tokens.once")}</Alert>
      <code className={classes.code} data-testid="secret">
        {secret}
      </code>
      <Group justify="flex-end">
        <Button variant="default" leftSection={<IconCopy size={14} />} onClick={() => clipboard.copy(secret)}>
          {clipboard.copied ? t("action.copied") : t("app.copy")}
        </Button>
        <Button onClick={onClose}>{t("app.close")}</Button>
      </Group>
    </Stack>
  );
}
