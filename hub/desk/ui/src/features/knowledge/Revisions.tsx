import { Accordion, Drawer, Group, Text } from "@mantine/core";
import { useNames } from "../../api/directory";
import { useRevisions } from "../../api/knowledge";
import type { Article } from "../../api/types";
import { Busy } from "../../components/Busy";
import { Markdown } from "../../components/Markdown";
import { When } from "../../components/marks";
import { useT } from "../../i18n";

interface Props {
  article: Article;
  opened: boolean;
  onClose: () => void;
}

/** The saved versions, newest first. */
export function Revisions({ article, opened, onClose }: Props) {
  const t = useT();
  return (
    <Drawer opened={opened} onClose={onClose} position="right" title={t("article.revisions")}>
      {opened && <List article={article} />}
    </Drawer>
  );
}

function List({ article }: { article: Article }) {
  const t = useT();
  const names = useNames();
  const { data } = useRevisions(article.id);
  if (!data) return <Busy />;
  return (
    <Accordion>
      {data.map((revision) => (
        <Accordion.Item key={revision.id} value={revision.id}>
          <Accordion.Control>
            <Group gap="xs">
              <Text size="sm" fw={550}>
                {t("article.revision", { number: revision.number })}
              </Text>
              {revision.number === article.published && (
                <Text size="xs" c="dimmed">
                  {t("article.published")}
                </Text>
              )}
              <Text size="xs" c="dimmed">
                {names.staff(revision.author)} · <When at={revision.at} />
              </Text>
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            <Text fw={600} mb="xs">
              {revision.title}
            </Text>
            <Markdown text={revision.body} />
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}
