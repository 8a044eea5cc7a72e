import { MantineProvider, mergeThemeOverrides } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { RouterProvider } from "react-router/dom";
import { makeQueries } from "./api/queries";
import { faultText, showFault } from "./components/faults";
import { I18nProvider, useI18n } from "./i18n";
import { router } from "./router";
import { cssVariables, theme } from "./theme";

export function App() {
  return (
    <I18nProvider>
      <Themed />
    </I18nProvider>
  );
}

/** Buttons that Mantine makes by itself get their names here, in the reader's language. */
function Themed() {
  const { t } = useI18n();
  const named = useMemo(() => {
    const close = { defaultProps: { closeButtonProps: { "aria-label": t("app.close") } } };
    const reveal = { defaultProps: { visibilityToggleButtonProps: { "aria-label": t("app.reveal") } } };
    return mergeThemeOverrides(theme, { components: { Modal: close, Drawer: close, Notification: close, PasswordInput: reveal } });
  }, [t]);
  return (
    <MantineProvider theme={named} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-left" containerWidth={330} limit={4} autoClose={6000} zIndex={500} />
      <Cached />
    </MantineProvider>
  );
}

function Cached() {
  const { latest } = useI18n();
  const [queries] = useState(() => makeQueries((fault) => showFault(faultText(fault, latest()))));
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
