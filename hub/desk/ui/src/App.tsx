import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { RouterProvider } from "react-router/dom";
import { makeQueries } from "./api/queries";
import { faultText, showFault } from "./components/faults";
import { I18nProvider, useI18n } from "./i18n";
import { router } from "./router";
import { cssVariables, theme } from "./theme";

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <I18nProvider>
        <Notifications position="top-right" limit={4} autoClose={6000} zIndex={500} />
        <Cached />
      </I18nProvider>
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
