import { Navigate } from "react-router";
import { useMe } from "../api/session";
import { placesOf } from "./NavRail";

/** The first screen a person may see: agents work in the inbox, editors in the knowledge base. */
export function Home() {
  const first = placesOf(useMe())[0];
  return <Navigate to={first?.to ?? "/profile"} replace />;
}
