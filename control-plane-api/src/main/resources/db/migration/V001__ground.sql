-- Registry, intents and deployments, facts, commands, chains, people and pipeds. Bulky things live in schema "bulk".

CREATE TABLE installation (
    only_one      boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    id            uuid NOT NULL,
    restore_epoch bigint NOT NULL DEFAULT 0,
    created_at    timestamptz NOT NULL DEFAULT now()
);
INSERT INTO installation (id) VALUES (gen_random_uuid());

CREATE TABLE project (
    name       text PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO project (name) VALUES ('default');

-- People and programs -------------------------------------------------------------------------------------------------

CREATE TABLE person (
    id            uuid PRIMARY KEY,
    name          text NOT NULL UNIQUE,
    email         text,
    role          text NOT NULL CHECK (role IN ('ADMIN', 'EDITOR', 'VIEWER')),
    password_hash text NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    disabled_at   timestamptz
);

CREATE TABLE session (
    hash       bytea PRIMARY KEY,          -- SHA-256 of the cookie's value
    person     uuid NOT NULL REFERENCES person ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);

CREATE TABLE api_key (
    id           text PRIMARY KEY,         -- the public part of psk_<id>_<secret>
    name         text NOT NULL,
    role         text NOT NULL CHECK (role IN ('READ_ONLY', 'READ_WRITE')),
    hash         bytea NOT NULL,           -- SHA-256 of the whole key
    created_by   text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    disabled_at  timestamptz
);

CREATE TABLE idempotency (
    principal  text NOT NULL,
    route      text NOT NULL,
    key        text NOT NULL,
    body_hash  bytea NOT NULL,
    status     int,                        -- null while the first request runs
    response   text,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (principal, route, key)
);

CREATE TABLE audit (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT now(),
    who     text NOT NULL,
    what    text NOT NULL,
    object  text NOT NULL,
    detail  jsonb
);

-- Clusters and pipeds -------------------------------------------------------------------------------------------------

CREATE TABLE cluster (
    name                  text PRIMARY KEY,
    project               text NOT NULL DEFAULT 'default' REFERENCES project,
    registration_revision bigint NOT NULL DEFAULT 0,    -- grows with each change of the cluster's applications
    created_at            timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE piped (
    id          uuid PRIMARY KEY,
    cluster     text NOT NULL REFERENCES cluster,
    name        text NOT NULL,
    sealing_key text,                      -- id of the newest sealing key; the key itself never comes here
    version     text,
    hello       jsonb,                     -- the last hello, without credentials by construction
    last_seen   timestamptz,
    created_at  timestamptz NOT NULL DEFAULT now(),
    disabled_at timestamptz
);
CREATE INDEX piped_cluster ON piped (cluster);

CREATE TABLE piped_key (
    id          uuid PRIMARY KEY,
    piped       uuid NOT NULL REFERENCES piped ON DELETE CASCADE,
    hash        bytea NOT NULL UNIQUE,     -- SHA-256 of the key
    created_at  timestamptz NOT NULL DEFAULT now(),
    disabled_at timestamptz
);

CREATE TABLE piped_replica (
    incarnation uuid PRIMARY KEY,
    piped       uuid NOT NULL REFERENCES piped ON DELETE CASCADE,
    host        text NOT NULL,
    version     text NOT NULL,
    since       timestamptz NOT NULL DEFAULT now(),
    last_seen   timestamptz NOT NULL DEFAULT now(),
    gone_at     timestamptz,
    gate        uuid                       -- control-plane process whose gate saw it last
);
CREATE INDEX piped_replica_piped ON piped_replica (piped) WHERE gone_at IS NULL;

-- A repository as one cluster's pipeds know it, and how far its watch has come.
CREATE TABLE repository (
    cluster      text NOT NULL REFERENCES cluster,
    id           text NOT NULL,
    remote       text,                     -- null until a piped said hello with it
    branch       text,
    position     text,                     -- commit up to which change sets are recorded
    revision     bigint NOT NULL DEFAULT 0,-- grows with each recorded change set
    cause        text,                     -- why the watch does not move, null when it does
    cause_since  timestamptz,
    PRIMARY KEY (cluster, id)
);

CREATE TABLE change_set (
    id          text PRIMARY KEY,
    cluster     text NOT NULL,
    repository  text NOT NULL,
    from_commit text,
    to_commit   text NOT NULL,
    content     jsonb NOT NULL,            -- Door.ChangeSet
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    recorded_at timestamptz,               -- when its intents were written
    FOREIGN KEY (cluster, repository) REFERENCES repository
);

CREATE TABLE suggestion (
    cluster     text NOT NULL,
    repository  text NOT NULL,
    path        text NOT NULL,
    config_file text NOT NULL,
    name        text NOT NULL,
    kind        text NOT NULL,
    seen_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (cluster, repository, path, config_file)
);

-- Applications --------------------------------------------------------------------------------------------------------

CREATE TABLE application (
    id              uuid PRIMARY KEY,
    name            text NOT NULL,
    project         text NOT NULL DEFAULT 'default' REFERENCES project,
    cluster         text NOT NULL REFERENCES cluster,
    repository      text NOT NULL,
    path            text NOT NULL,
    config_file     text NOT NULL,
    platform        text NOT NULL DEFAULT 'KUBERNETES',
    labels          jsonb NOT NULL DEFAULT '{}',
    description     text NOT NULL DEFAULT '',
    state           text NOT NULL DEFAULT 'ACTIVE' CHECK (state IN ('ACTIVE', 'DISABLED', 'INVALID_CONFIG')),
    disabled        boolean NOT NULL DEFAULT false,
    config          jsonb,                 -- ApplicationConfig at the head, null before the first or while faulty
    faults          jsonb NOT NULL DEFAULT '[]',
    sync_state      text NOT NULL DEFAULT 'UNKNOWN',
    health          text NOT NULL DEFAULT 'UNKNOWN',
    last_number     bigint NOT NULL DEFAULT 0,
    last_commit     text,                  -- commit of the newest intent
    last_deployment uuid,                  -- newest deployment that has ended
    running_deployment uuid,               -- deployment in progress
    good_deployment uuid,                  -- newest deployment that succeeded: what runs now
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    observed_at     timestamptz,           -- when a change set last included it, null until the first
    deleted_at      timestamptz,
    FOREIGN KEY (cluster, repository) REFERENCES repository
);
CREATE UNIQUE INDEX application_place ON application (cluster, repository, path, config_file) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX application_name ON application (project, cluster, name) WHERE deleted_at IS NULL;
CREATE INDEX application_repository ON application (cluster, repository) WHERE deleted_at IS NULL;
CREATE INDEX application_page ON application (name, id) WHERE deleted_at IS NULL;

-- Intents and deployments ---------------------------------------------------------------------------------------------

-- One row from the wish to the end. The first block is the intent and is written once; the second is the lane's; the
-- third is folded from facts and could be made again from them.
CREATE TABLE deployment (
    id              uuid PRIMARY KEY,
    application     uuid NOT NULL REFERENCES application,
    cluster         text NOT NULL,
    trigger_kind    text NOT NULL,
    trigger_by      text,
    trigger_reason  text NOT NULL,
    asked_strategy  text,
    commit          text,                  -- null: the head, until it is rendered
    pinned          boolean NOT NULL DEFAULT false,
    chain           uuid,
    chain_block     int,
    target          uuid REFERENCES deployment, -- of a rollback: the deployment to go back to
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),

    number          bigint,                -- set when claimed
    claimed_by      text,                  -- run id of the lane
    claimed_at      timestamptz,

    status          text NOT NULL DEFAULT 'PENDING',
    status_reason   text,
    strategy        text,
    strategy_reason text,
    summary         text,
    plan            jsonb,                 -- Plan
    plan_digest     text,
    commit_message  text,
    commit_author   text,
    commit_time     timestamptz,
    bundle          text,
    content_digest  text,
    workflow_id     text,
    run_id          text,
    run_ordinal     int NOT NULL DEFAULT 0,
    waiting         jsonb NOT NULL DEFAULT '[]', -- [{cause, since, unblock, stage}]
    started_at      timestamptz,
    finished_at     timestamptz,
    last_fact_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX deployment_open ON deployment (application, created_at) WHERE finished_at IS NULL;
CREATE INDEX deployment_silent ON deployment (last_fact_at) WHERE finished_at IS NULL;
CREATE INDEX deployment_page ON deployment (created_at DESC, id DESC);
CREATE INDEX deployment_application ON deployment (application, created_at DESC, id DESC);
CREATE INDEX deployment_cluster ON deployment (cluster, created_at DESC, id DESC);
CREATE INDEX deployment_status ON deployment (status, created_at DESC, id DESC);
CREATE INDEX deployment_chain ON deployment (chain, chain_block) WHERE chain IS NOT NULL;
CREATE UNIQUE INDEX deployment_number ON deployment (application, number);

CREATE TABLE stage (
    deployment    uuid NOT NULL REFERENCES deployment ON DELETE CASCADE,
    index         int NOT NULL,
    id            text NOT NULL,
    name          text NOT NULL,
    description   text NOT NULL DEFAULT '',
    rollback      boolean NOT NULL DEFAULT false,
    status        text NOT NULL DEFAULT 'NOT_STARTED',
    status_reason text,
    attempts      int NOT NULL DEFAULT 0,
    started_at    timestamptz,
    finished_at   timestamptz,
    waiting       jsonb,                   -- {cause, since, unblock} by the workflow
    progress      jsonb,                   -- {cause, since, unblock} by the piped: why an activity does not move
    PRIMARY KEY (deployment, index)
);

CREATE TABLE deployment_run (
    deployment uuid NOT NULL REFERENCES deployment ON DELETE CASCADE,
    run_id     text NOT NULL,
    ordinal    int NOT NULL,
    PRIMARY KEY (deployment, run_id),
    UNIQUE (deployment, ordinal)
);

CREATE TABLE fact (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    deployment  uuid NOT NULL REFERENCES deployment ON DELETE CASCADE,
    run_id      text NOT NULL,
    sequence    int NOT NULL,
    digest      bytea NOT NULL,
    content     jsonb NOT NULL,            -- Fact
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    withdrawn   boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX fact_place ON fact (deployment, run_id, sequence) WHERE NOT withdrawn;

-- A wish of a person or program about a running deployment. The row decides, not the message that carries its id.
CREATE TABLE command (
    id          uuid PRIMARY KEY,
    deployment  uuid NOT NULL REFERENCES deployment,
    kind        text NOT NULL CHECK (kind IN ('APPROVE', 'REJECT', 'CANCEL_WITH_ROLLBACK', 'CANCEL_WITHOUT_ROLLBACK')),
    stage       int,
    plan_digest text,
    principal   text NOT NULL,             -- person:<uuid> or key:<id>
    principal_name text NOT NULL,
    reason      text,
    token_hash  bytea UNIQUE,              -- set for a token issued to be signalled by hand
    expires_at  timestamptz,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    used_at     timestamptz,
    used_stage  int,
    refusal     text
);
CREATE INDEX command_deployment ON command (deployment, created_at);

-- Chains --------------------------------------------------------------------------------------------------------------

CREATE TABLE chain (
    id            uuid PRIMARY KEY,
    project       text NOT NULL REFERENCES project,
    application   uuid NOT NULL REFERENCES application,
    deployment    uuid NOT NULL REFERENCES deployment,  -- block 0
    repository    text NOT NULL,
    commit        text NOT NULL,
    status        text NOT NULL CHECK (status IN ('RUNNING', 'SUCCEEDED', 'FAILED', 'REFUSED')),
    status_reason text,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at   timestamptz
);
CREATE UNIQUE INDEX chain_of_deployment ON chain (deployment);
CREATE INDEX chain_page ON chain (created_at DESC, id DESC);

CREATE TABLE chain_node (
    chain         uuid NOT NULL REFERENCES chain ON DELETE CASCADE,
    block         int NOT NULL,
    application   uuid NOT NULL REFERENCES application,
    deployment    uuid REFERENCES deployment,
    status_reason text,                    -- why it was not started, when the chain has ended without it
    PRIMARY KEY (chain, block, application)
);
CREATE INDEX chain_node_deployment ON chain_node (deployment);

-- Commands to Temporal ------------------------------------------------------------------------------------------------

CREATE TABLE outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('LANE', 'COMMAND', 'WATCH', 'CHAIN', 'CHAIN_NODE')),
    key        text NOT NULL,              -- rows of one key are sent in order
    content    jsonb NOT NULL,             -- the argument of what is started or sent
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    due_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts   int NOT NULL DEFAULT 0,
    last_error text,
    sent_at    timestamptz
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE sent_at IS NULL;
CREATE INDEX outbox_key ON outbox (key, id) WHERE sent_at IS NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;

-- Bulky things --------------------------------------------------------------------------------------------------------

CREATE SCHEMA bulk;

CREATE TABLE bulk.bundle (
    cluster    text NOT NULL,
    id         text NOT NULL,              -- SHA-256 of the sealed bytes
    content    bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (cluster, id)
);

CREATE TABLE bulk.view (
    cluster    text NOT NULL,
    id         text NOT NULL,
    content    text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (cluster, id)
);

CREATE TABLE bulk.stage_log (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    deployment uuid NOT NULL,
    stage      int NOT NULL,
    attempt    int NOT NULL,
    line       bigint NOT NULL,
    at         timestamptz NOT NULL,
    text       text NOT NULL,
    UNIQUE (deployment, stage, attempt, line)
);

CREATE TABLE bulk.stage_log_size (
    deployment uuid NOT NULL,
    stage      int NOT NULL,
    bytes      bigint NOT NULL,
    dropped    bigint NOT NULL,            -- lines that no longer fitted
    PRIMARY KEY (deployment, stage)
);

-- What changed, for whoever follows: topic:id. Listeners read the rows themselves.
CREATE FUNCTION tell_id() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('penstock', TG_ARGV[0] || ':' || (COALESCE(NEW, OLD)).id); RETURN NULL; END $$;
CREATE FUNCTION tell_deployment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('penstock', TG_ARGV[0] || ':' || NEW.deployment); RETURN NULL; END $$;
CREATE FUNCTION tell_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('penstock', TG_ARGV[0] || ':' || NEW.chain); RETURN NULL; END $$;
CREATE FUNCTION tell_piped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('penstock', TG_ARGV[0] || ':' || NEW.piped); RETURN NULL; END $$;
CREATE FUNCTION tell_cluster() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('penstock', TG_ARGV[0] || ':' || NEW.cluster); RETURN NULL; END $$;
CREATE FUNCTION tell_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('penstock', TG_ARGV[0] || ':' || NEW.name); RETURN NULL; END $$;
CREATE FUNCTION tell_topic() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('penstock', TG_ARGV[0] || ':'); RETURN NULL; END $$;

CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON application FOR EACH ROW EXECUTE FUNCTION tell_id('application');
CREATE TRIGGER tell AFTER INSERT OR UPDATE ON deployment FOR EACH ROW EXECUTE FUNCTION tell_id('deployment');
CREATE TRIGGER tell AFTER INSERT OR UPDATE ON stage FOR EACH ROW EXECUTE FUNCTION tell_deployment('deployment');
CREATE TRIGGER tell AFTER INSERT OR UPDATE ON command FOR EACH ROW EXECUTE FUNCTION tell_deployment('deployment');
CREATE TRIGGER tell AFTER INSERT OR UPDATE ON chain FOR EACH ROW EXECUTE FUNCTION tell_id('chain');
CREATE TRIGGER tell AFTER INSERT OR UPDATE ON chain_node FOR EACH ROW EXECUTE FUNCTION tell_chain('chain');
CREATE TRIGGER tell AFTER INSERT OR UPDATE ON piped FOR EACH ROW EXECUTE FUNCTION tell_cluster('cluster');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OF gone_at ON piped_replica FOR EACH ROW EXECUTE FUNCTION tell_piped('piped');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OF position, cause ON repository FOR EACH ROW EXECUTE FUNCTION tell_cluster('cluster');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OF registration_revision ON cluster FOR EACH ROW EXECUTE FUNCTION tell_name('registrations');
CREATE TRIGGER tell AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION tell_topic('outbox');
CREATE TRIGGER tell AFTER INSERT ON bulk.stage_log FOR EACH ROW EXECUTE FUNCTION tell_deployment('log');
CREATE TRIGGER tell_revoked AFTER UPDATE OF disabled_at ON piped FOR EACH ROW EXECUTE FUNCTION tell_id('revoked');
CREATE TRIGGER tell_keys AFTER UPDATE OF disabled_at ON piped_key FOR EACH ROW EXECUTE FUNCTION tell_piped('revoked');
