import { IconApps, IconLayoutDashboard, IconLink, IconRocket, IconServer2 } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import classes from "./Shell.module.css";

export const PAGES = [
  { to: "/", label: "Overview", icon: IconLayoutDashboard },
  { to: "/deployments", label: "Deployments", icon: IconRocket },
  { to: "/applications", label: "Applications", icon: IconApps },
  { to: "/chains", label: "Chains", icon: IconLink },
  { to: "/clusters", label: "Clusters", icon: IconServer2 },
] as const;

export function Navigation() {
  return (
    <>
      {PAGES.map(({ to, label, icon: Icon }) => (
        <Link key={to} to={to} className={classes.link} activeOptions={{ exact: to === "/", includeSearch: false }}>
          <Icon size={18} stroke={1.6} aria-hidden />
          {label}
        </Link>
      ))}
    </>
  );
}
