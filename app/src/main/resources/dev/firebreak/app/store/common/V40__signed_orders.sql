-- Until when an approval holds. Orders that were approved before have none, and count as expired: nothing signed vouches for them either.
ALTER TABLE rollout_order ADD COLUMN expires_at BIGINT;
