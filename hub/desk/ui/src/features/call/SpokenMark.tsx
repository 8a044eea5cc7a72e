import { Text, Tooltip } from "@mantine/core";
import { IconMicrophone, IconQuestionMark } from "@tabler/icons-react";
import type { Message } from "../../api/types";
import { useT } from "../../i18n";
import { doubtful } from "./speech";

/** That a message was spoken, and whether it was understood with doubt. */
export function SpokenMark({ message: { confidence } }: { message: Message }) {
  const t = useT();
  if (confidence === null) return null;
  const label = doubtful(confidence) ? t("call.spokenUnsure", { percent: Math.round(confidence * 100) }) : t("call.spoken");
  return (
    <Tooltip label={label}>
      <span role="img" aria-label={label} data-testid="spoken" data-doubtful={doubtful(confidence) || undefined} style={{ display: "inline-flex" }}>
        <IconMicrophone size={13} aria-hidden="true" />
        {doubtful(confidence) && <IconQuestionMark size={13} color="var(--mantine-color-error)" aria-hidden="true" />}
      </span>
    </Tooltip>
  );
}

/** Of what we said, the part that the caller let us say. */
export function HeardOnly({ message: { heard } }: { message: Message }) {
  const t = useT();
  if (heard === null) return null;
  return (
    <Text size="xs" c="dimmed" mt={4} data-testid="heard-only">
      {heard ? t("call.heard", { text: heard }) : t("call.heardNothing")}
    </Text>
  );
}
