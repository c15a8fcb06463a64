-- Deployments that are parked for want of a repository or branch are told when the configuration changes.
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check
    CHECK (kind IN ('LANE', 'COMMAND', 'WATCH', 'CHAIN', 'CHAIN_NODE', 'CONFIGURATION'));

-- {cause, since, unblock} by the piped, before there is a plan.
ALTER TABLE deployment ADD COLUMN progress jsonb;
