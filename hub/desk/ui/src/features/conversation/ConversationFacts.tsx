import { Rating, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { useEditConversation } from "../../api/conversations";
import type { ConversationView } from "../../api/types";
import { useT } from "../../i18n";

/** Subject, tags, and what the customer thought of the service. */
export function ConversationFacts({ view: { conversation, interactions } }: { view: ConversationView }) {
  const t = useT();
  const edit = useEditConversation(conversation.id);
  const rated = interactions.find((interaction) => interaction.rating)?.rating;
  return (
    <Stack gap="xs">
      <TextInput
        key={conversation.subject}
        size="xs"
        label={t("conversation.subject")}
        defaultValue={conversation.subject}
        onBlur={(event) => {
          const subject = event.currentTarget.value.trim();
          if (subject !== conversation.subject) edit.mutate({ subject });
        }}
      />
      <TagsInput size="xs" label={t("conversation.tags")} value={conversation.tags} onChange={(tags) => edit.mutate({ tags })} />
      {rated && (
        <div>
          <Text size="xs" fw={600}>
            {t("conversation.rating")}
          </Text>
          <Rating value={rated.score} readOnly aria-label={t("conversation.ratedWith", { score: rated.score })} />
          {rated.comment && <Text size="sm">{rated.comment}</Text>}
        </div>
      )}
    </Stack>
  );
}
