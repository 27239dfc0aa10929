-- Payments of all accounts in the order of their making, and the events of one.
CREATE INDEX payment_orders_created ON payment_orders (created_at, id);
CREATE INDEX payment_events_order ON payment_events (order_id, received_at) WHERE order_id IS NOT NULL;
