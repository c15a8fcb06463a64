-- Whoever reads a stream is looked at again when a session, person or key changes; the index lets a log be followed.

CREATE TRIGGER tell AFTER DELETE ON session FOR EACH STATEMENT EXECUTE FUNCTION tell_topic('access');
CREATE TRIGGER tell AFTER UPDATE ON person FOR EACH STATEMENT EXECUTE FUNCTION tell_topic('access');
CREATE TRIGGER tell AFTER UPDATE OF role, disabled_at ON api_key FOR EACH STATEMENT EXECUTE FUNCTION tell_topic('access');

CREATE INDEX stage_log_page ON bulk.stage_log (deployment, id);
CREATE INDEX deployment_unfinished ON deployment (created_at) WHERE finished_at IS NULL;
CREATE INDEX idempotency_age ON idempotency (created_at);
