-- How long the workflow's history was when the fact was written: of two that claim a number, the later task's stands.
-- Null of facts that an earlier build wrote.
ALTER TABLE fact ADD COLUMN task bigint;
