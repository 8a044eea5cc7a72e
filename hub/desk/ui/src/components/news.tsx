/** Something that happened elsewhere and concerns the reader. */
import { UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";

/** Tell it until it is opened or dismissed. */
export function showNews(title: string, text: string, open: () => void) {
  const go = () => {
    notifications.hide(id);
    open();
  };
  const id = notifications.show({
    title,
    message: (
      <UnstyledButton fz="sm" onClick={go}>
        {text}
      </UnstyledButton>
    ),
    autoClose: false,
    role: "status",
  });
}
