import "@mantine/core/styles.css";
import "./styles.css";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { newClient } from "./api/queryClient";
import { newRouter } from "./router";
import { cssVariables, theme } from "./theme";

const client = newClient();
const router = newRouter(client);
const scheme = localStorageColorSchemeManager({ key: "penstock-color-scheme" });

const root = document.getElementById("root");
if (!root) throw new Error("root: missing in index.html");
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      colorSchemeManager={scheme}
    >
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
