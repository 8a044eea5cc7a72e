/** Something that happened elsewhere and concerns the reader. */
import { UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";

const LONG_ENOUGH = 20_000;

/** Tell it, for a while or until it is opened or dismissed. */
export function showNews(title: string, text: string, open: () => void) {
  const go = () => {
    notifications.hide(id);
    open();
  };
  const id = notifications.show({
    title,
    message: (
      <UnstyledButton fz="sm" c="var(--mantine-color-text)" onClick={go}>
        {text}
      </UnstyledButton>
    ),
    autoClose: LONG_ENOUGH,
    role: "status",
  });
}
