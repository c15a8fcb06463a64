-- What a view says in a sentence, and how large bulky things are.
ALTER TABLE bulk.view ADD COLUMN summary text;
ALTER TABLE bulk.view ADD COLUMN bytes bigint GENERATED ALWAYS AS (octet_length(content)) STORED;
ALTER TABLE bulk.bundle ADD COLUMN bytes bigint GENERATED ALWAYS AS (octet_length(content)) STORED;
CREATE INDEX view_age ON bulk.view (created_at);
CREATE INDEX bundle_age ON bulk.bundle (created_at);
CREATE INDEX deployment_bundle ON deployment (bundle) WHERE bundle IS NOT NULL;
CREATE INDEX deployment_target ON deployment (target) WHERE target IS NOT NULL;
CREATE INDEX deployment_ended ON deployment (finished_at) WHERE finished_at IS NOT NULL;
