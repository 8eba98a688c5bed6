-- Its one row is locked before an admin is demoted, disabled or erased.
ALTER TABLE power RENAME TO admin_lock;
