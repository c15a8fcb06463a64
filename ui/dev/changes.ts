import type { Changes } from "../src/api/changes";

/** What the made-up canary changes. */
export function changes(): Changes {
  const workload = (image: string, replicas: number) =>
    `apiVersion: apps/v1
kind: Deployment
metadata:
  labels:
    app: web
  name: web
  namespace: default
spec:
  replicas: ${replicas}
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - image: nginx:${image}
          name: web
          ports:
            - containerPort: 80
`;
  const secret = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: store\nstringData:\n  token: '*****'\n";
  const object = { namespace: "default" };
  return {
    items: [
      {
        ...object,
        change: "CHANGED",
        apiVersion: "apps/v1",
        kind: "Deployment",
        name: "web",
        before: workload("1.27-alpine", 5),
        after: workload("1.28-alpine", 5),
      },
      { ...object, change: "ADDED", apiVersion: "v1", kind: "Secret", name: "store", before: null, after: secret },
    ],
    base: { deployment: "d-web-0", commit: "11c0ffe" },
  };
}
