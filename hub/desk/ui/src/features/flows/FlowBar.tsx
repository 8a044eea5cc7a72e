import { ActionIcon, Button, Group, Menu, SegmentedControl, Text, Title } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconArrowLeft, IconDots } from "@tabler/icons-react";
import { useRef } from "react";
import { flushSync } from "react-dom";
import { type Flow, useEndFlow } from "../../api/flows";
import { showDone } from "../../components/faults";
import { localized, useI18n } from "../../i18n";
import { useCommand } from "../../keys/KeysProvider";
import { useMayEdit } from "../knowledge/useMayEdit";
import { FlowStateBadge } from "./FlowList";
import classes from "./Flows.module.css";
import { PublishButton } from "./PublishButton";
import type { FlowText } from "./useFlowText";

export type View = "diagram" | "text";

interface Props {
  flow: Flow;
  edited: FlowText;
  view: View;
  onView: (view: View) => void;
  errors: number;
  onBack?: () => void;
}

/** A flow's title, and what is done with the whole of it. */
export function FlowBar({ flow, edited, view, onView, errors, onBack }: Props) {
  const { t, language } = useI18n();
  const mayEdit = useMayEdit();
  const latest = useRef(edited);
  latest.current = edited;
  const save = () => {
    // What is being typed into a field counts when it is left, and is in the text when that has been drawn again.
    const field = document.activeElement;
    if (field instanceof HTMLElement && field.matches("input, textarea")) flushSync(() => field.blur());
    if (latest.current.isChanged) latest.current.save();
  };
  const undo = edited.undo ?? (() => undefined);
  const redo = edited.redo ?? (() => undefined);
  useCommand({ id: "save", group: "general", label: t("flows.save"), keys: "Ctrl+s", run: save }, mayEdit);
  useCommand({ id: "flow.undo", group: "general", label: t("flows.undo"), run: undo }, edited.undo !== undefined);
  useCommand({ id: "flow.redo", group: "general", label: t("flows.redo"), run: redo }, edited.redo !== undefined);

  return (
    <header className={classes.bar}>
      {onBack && (
        <ActionIcon onClick={onBack} aria-label={t("inbox.back")}>
          <IconArrowLeft size={18} aria-hidden="true" />
        </ActionIcon>
      )}
      <div className={classes.name}>
        <Title order={1} size="h3">
          {localized(flow.title, language) || flow.id}
        </Title>
        <Group gap="xs">
          <FlowStateBadge flow={flow} />
          {edited.isChanged && (
            <Text size="xs" c="dimmed" role="status">
              {t("flows.unsaved")}
            </Text>
          )}
        </Group>
      </div>
      <SegmentedControl
        size="xs"
        value={view}
        onChange={(chosen) => onView(chosen as View)}
        aria-label={t("flows.view")}
        data={[
          { value: "diagram", label: t("flows.diagram") },
          { value: "text", label: t("flows.text") },
        ]}
      />
      {mayEdit && (
        <Group gap={6} wrap="nowrap">
          <ActionIcon variant="default" size={30} onClick={undo} disabled={!edited.undo} aria-label={t("flows.undo")} title={t("flows.undo")} data-testid="flow-undo">
            <IconArrowBackUp size={16} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon variant="default" size={30} onClick={redo} disabled={!edited.redo} aria-label={t("flows.redo")} title={t("flows.redo")}>
            <IconArrowForwardUp size={16} aria-hidden="true" />
          </ActionIcon>
          <Button size="xs" variant="default" disabled={!edited.isChanged} loading={edited.saving} onClick={save} data-testid="flow-save">
            {t("flows.save")}
          </Button>
          <PublishButton flow={flow} changed={edited.isChanged} errors={errors} />
          <More flow={flow} />
        </Group>
      )}
    </header>
  );
}

function More({ flow }: { flow: Flow }) {
  const { t } = useI18n();
  const withdraw = useEndFlow(flow.id, "withdraw");
  const archive = useEndFlow(flow.id, "archive");
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={30} aria-label={t("flows.more")}>
          <IconDots size={18} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={flow.state !== "published"} onClick={() => withdraw.mutate(undefined, { onSuccess: () => showDone(t("flows.withdrawn")) })}>
          {t("flows.withdraw")}
        </Menu.Item>
        <Menu.Item disabled={flow.state === "archived"} color="red" onClick={() => archive.mutate(undefined, { onSuccess: () => showDone(t("flows.archived")) })}>
          {t("flows.archive")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
