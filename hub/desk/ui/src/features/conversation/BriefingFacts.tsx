import { Badge, Stack, Text } from "@mantine/core";
import type { Briefing, Question } from "../../api/bots";
import { FactList } from "../../components/FactList";
import { When } from "../../components/marks";
import { codeText, useT } from "../../i18n";
import { useBotName } from "../bots/useBotName";

const colours: Record<Question["tried"], string> = {
  answered: "green",
  offered: "yellow",
  unanswered: "red",
  replied: "gray",
  waiting: "orange",
};

/** What was asked and tried before a person took over. */
export function BriefingFacts({ briefing: data }: { briefing: Briefing }) {
  const t = useT();
  const nameOf = useBotName();
  const gone = data.at !== null && data.at !== undefined;
  return (
    <Stack gap="xs" data-testid="briefing">
      <FactList
        facts={[
          [t("briefing.bot"), nameOf(data.bot)],
          [t("briefing.reason"), gone && data.reason ? codeText(t, "reason", data.reason) : null],
          [t("briefing.at"), data.at ? <When at={data.at} /> : null],
          [t("briefing.turns"), data.turns || null],
        ]}
      />
      {(data.questions ?? []).length > 0 && (
        <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: "none" }} aria-label={t("briefing.asked")}>
          {(data.questions ?? []).map((question) => (
            <li key={question.message}>
              <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                {question.text}
              </Text>
              <Badge size="xs" color={colours[question.tried]} mr={6}>
                {t(`tried.${question.tried}`)}
              </Badge>
              {(question.articles ?? []).length > 0 && (
                <Text span size="xs" c="dimmed">
                  {(question.articles ?? []).map((each) => each.title).join(" · ")}
                </Text>
              )}
            </li>
          ))}
        </Stack>
      )}
    </Stack>
  );
}
