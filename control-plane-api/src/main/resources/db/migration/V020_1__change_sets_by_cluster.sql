-- The id of a change set can be computed by whoever can read the repository: another cluster's piped must not be able
-- to take it first.
ALTER TABLE change_set DROP CONSTRAINT change_set_pkey;
ALTER TABLE change_set ADD PRIMARY KEY (cluster, id);
