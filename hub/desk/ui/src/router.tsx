import { lazy, Suspense, type ComponentType } from "react";
import { createBrowserRouter, Navigate } from "react-router";
import { Busy } from "./components/Busy";
import { Crash } from "./components/Crash";
import { InboxPage } from "./features/inbox/InboxPage";
import { LoginPage } from "./features/session/LoginPage";
import { SetupPage } from "./features/session/SetupPage";
import { Home } from "./layout/Home";
import { Shell } from "./layout/Shell";

/** Screens other than the inbox are loaded when first opened. */
function later(load: () => Promise<{ default: ComponentType }>) {
  const Screen = lazy(load);
  return (
    <Suspense fallback={<Busy />}>
      <Screen />
    </Suspense>
  );
}

const admin = later(() => import("./features/admin/AdminPage"));

export const router = createBrowserRouter(
  [
    { path: "/login", element: <LoginPage />, errorElement: <Crash /> },
    { path: "/setup", element: <SetupPage />, errorElement: <Crash /> },
    {
      path: "/",
      element: <Shell />,
      errorElement: <Crash />,
      children: [
        { index: true, element: <Home /> },
        { path: "inbox", element: <Navigate to="/inbox/mine" replace /> },
        { path: "inbox/:list/:conversation?", element: <InboxPage />, errorElement: <Crash /> },
        { path: "bots", element: later(() => import("./features/bots/BotsPage")), errorElement: <Crash /> },
        {
          path: "flows/:flow?",
          element: later(() => import("./features/flows/FlowsPage")),
          errorElement: <Crash />,
        },
        { path: "recordings", element: later(() => import("./features/recordings/RecordingsPage")), errorElement: <Crash /> },
        { path: "live", element: later(() => import("./features/live/LivePage")), errorElement: <Crash /> },
        {
          path: "knowledge/:article?",
          element: later(() => import("./features/knowledge/KnowledgePage")),
          errorElement: <Crash />,
        },
        { path: "admin", element: <Navigate to="/admin/staff" replace /> },
        { path: "admin/:section/:id?", element: admin, errorElement: <Crash /> },
        { path: "profile", element: later(() => import("./features/profile/ProfilePage")), errorElement: <Crash /> },
        { path: "*", element: <Home /> },
      ],
    },
  ],
  { basename: "/desk" },
);
