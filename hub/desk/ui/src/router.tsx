import { createBrowserRouter } from "react-router";
import { Shell } from "./layout/Shell";
import { LoginPage } from "./pages/LoginPage";

/** Screens are children of the shell; it lets only signed-in people in. */
export const router = createBrowserRouter(
  [
    { path: "/login", element: <LoginPage /> },
    { path: "/*", element: <Shell />, children: [] },
  ],
  { basename: "/desk" },
);
