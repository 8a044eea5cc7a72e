import { Center, Loader } from "@mantine/core";
import { useT } from "../i18n";

export function Busy() {
  const t = useT();
  return (
    <Center h="100%" mih={120} role="status">
      <Loader size="sm" role="img" aria-label={t("app.loading")} />
    </Center>
  );
}
