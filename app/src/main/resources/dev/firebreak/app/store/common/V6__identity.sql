-- Which machine of its name evidence is of, as it tells; empty where it does not, null where nobody has looked.
ALTER TABLE receipt ADD COLUMN product_id   TEXT;
ALTER TABLE receipt ADD COLUMN hardware_id  TEXT;

-- When a person last said that the machine begins anew: what it told of itself before counts no more.
ALTER TABLE machine ADD COLUMN renewed      BIGINT;
