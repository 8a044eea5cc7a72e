import { Alert, Anchor } from "@mantine/core";
import { IconCheck, IconMessageQuestion } from "@tabler/icons-react";
import { Link } from "react-router";
import type { Gap } from "../../api/evidence";
import { When } from "../../components/marks";
import { useT } from "../../i18n";

/** What the bot answered when it was asked again after the gap's article was published. */
export function GapReasked({ gap, title }: { gap: Gap; title: string | undefined }) {
  const t = useT();
  const { reasked } = gap;
  if (!reasked) return null;
  const answers = gap.state === "answered";
  const text = answers ? "gaps.reasked.answered" : gap.reopened ? "gaps.reasked.again" : "gaps.reasked.not";
  return (
    <Alert color={answers ? "green" : "orange"} icon={answers ? <IconCheck /> : <IconMessageQuestion />} p="xs" data-testid="gap-reasked">
      {t(text, { answered: reasked.answered, asked: reasked.asked })}{" "}
      <Anchor component={Link} to={`/knowledge/${gap.article}`} size="sm">
        {title ?? t("told.article")}
      </Anchor>{" "}
      · <When at={reasked.at} />
    </Alert>
  );
}
