import { ActionIcon, Button, Group, Menu } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowsExchange,
  IconCheck,
  IconDots,
  IconGitMerge,
  IconHandGrab,
  IconLayoutSidebarRight,
  IconLink,
  IconPlayerPause,
  IconPlayerPlay,
  IconRoute,
  IconUserCheck,
} from "@tabler/icons-react";
import { useMediaQuery } from "@mantine/hooks";
import type { ConversationView } from "../../api/types";
import { showDone } from "../../components/faults";
import { useT } from "../../i18n";
import { NARROW } from "../../lib/layout";
import { AssignDialog } from "../live/AssignDialog";
import { FlowDialog } from "./FlowDialog";
import { MergeDialog } from "./MergeDialog";
import { ParkDialog } from "./ParkDialog";
import { TransferDialog } from "./TransferDialog";
import { useActions } from "./useActions";

/** The buttons of a conversation; on a phone all but the most likely one are in the menu. */
export function Actions({ view, onSide }: { view: ConversationView; onSide: () => void }) {
  const t = useT();
  const { can, steps, dialog, setDialog, busy } = useActions(view);
  const narrow = useMediaQuery(NARROW);
  const close = () => setDialog(null);
  const item = view.work_item;
  return (
    <>
      <Group gap={6} wrap="nowrap">
        {can.transfer && (
          <Button variant="default" visibleFrom="md" onClick={() => setDialog("transfer")} leftSection={<IconArrowsExchange size={15} />} data-testid="transfer">
            {t("action.transfer")}
          </Button>
        )}
        {can.park && (
          <Button variant="default" visibleFrom="md" onClick={() => setDialog("park")} leftSection={<IconPlayerPause size={15} />} data-testid="park">
            {t("action.park")}
          </Button>
        )}
        {can.resolve && (
          <Button onClick={steps.resolve} loading={busy} leftSection={narrow ? undefined : <IconCheck size={15} />} data-testid="resolve">
            {t("action.resolve")}
          </Button>
        )}
        {can.takeBack && (
          <Button variant="default" onClick={steps.take} loading={busy} leftSection={narrow ? undefined : <IconHandGrab size={15} />} data-testid="take-back">
            {t("flow.takeBack")}
          </Button>
        )}
        {can.take && (
          <Button onClick={steps.take} loading={busy} leftSection={narrow ? undefined : <IconHandGrab size={15} />} data-testid="take">
            {t("action.take")}
          </Button>
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t("action.more")} data-testid="more">
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {can.transfer && (
              <Menu.Item hiddenFrom="md" leftSection={<IconArrowsExchange size={16} />} onClick={() => setDialog("transfer")}>
                {t("action.transfer")}
              </Menu.Item>
            )}
            {can.park && (
              <Menu.Item hiddenFrom="md" leftSection={<IconPlayerPause size={16} />} onClick={() => setDialog("park")}>
                {t("action.park")}
              </Menu.Item>
            )}
            {can.flow && (
              <Menu.Item leftSection={<IconRoute size={16} />} onClick={() => setDialog("flow")} data-testid="send-to-flow">
                {t("flow.send")}
              </Menu.Item>
            )}
            {can.unpark && (
              <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={steps.unpark} data-testid="unpark">
                {t("action.unpark")}
              </Menu.Item>
            )}
            {can.assign && (
              <Menu.Item leftSection={<IconUserCheck size={16} />} onClick={() => setDialog("assign")}>
                {t("assign.title")}
              </Menu.Item>
            )}
            {can.requeue && (
              <Menu.Item leftSection={<IconArrowBackUp size={16} />} onClick={steps.requeue}>
                {t("assign.requeue")}
              </Menu.Item>
            )}
            <Menu.Item hiddenFrom="sm" leftSection={<IconLayoutSidebarRight size={16} />} onClick={onSide}>
              {t("side.label")}
            </Menu.Item>
            <Menu.Item leftSection={<IconGitMerge size={16} />} onClick={() => setDialog("merge")}>
              {t("action.merge")}
            </Menu.Item>
            <Menu.Item leftSection={<IconLink size={16} />} onClick={() => void copyLink().then(() => showDone(t("action.copied")))}>
              {t("action.copyLink")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      {item && <TransferDialog opened={dialog === "transfer"} onClose={close} item={item} />}
      {item && <ParkDialog opened={dialog === "park"} onClose={close} item={item} />}
      {item && <AssignDialog item={dialog === "assign" ? item : null} onClose={close} />}
      <FlowDialog opened={dialog === "flow"} onClose={close} conversation={view.conversation} />
      <MergeDialog opened={dialog === "merge"} onClose={close} view={view} />
    </>
  );
}

const copyLink = () => navigator.clipboard.writeText(location.href);
